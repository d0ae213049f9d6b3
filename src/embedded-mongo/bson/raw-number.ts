import { T } from './bson.js';
import { int32At } from './raw.js';

/** Reads a raw number without making an object of it.
 * @returns NaN for what is no number, for decimals, and for 64-bit integers that no double holds exactly (and for a stored NaN) */
export function numberAt(buf: Buffer, type: number, at: number): number {
  switch (type) {
    case T.int32:
      return int32At(buf, at);
    case T.double:
      return buf.readDoubleLE(at);
    case T.long: {
      const value = int32At(buf, at + 4) * 0x100000000 + (int32At(buf, at) >>> 0);
      return Number.isSafeInteger(value) ? value : NaN;
    }
    default:
      return NaN;
  }
}
