// Preloaded into a server (NODE_OPTIONS=--import): its clock is off by CLOCK_OFF_MS milliseconds.
const offMs = Number(process.env.CLOCK_OFF_MS ?? 0);
const RealDate = Date;

globalThis.Date = class Date extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(RealDate.now() + offMs);
    else super(...parts);
  }

  static now() {
    return RealDate.now() + offMs;
  }
};
