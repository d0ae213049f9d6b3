import { MongoError } from '../errors.js';

const MINUTE_MS = 60_000;

/** A time moved so that its UTC fields are those of a place's clock. @throws MongoError for a time zone that isn't known */
export function localTime(time: Date, zone: unknown): Date {
  return new Date(time.getTime() + offsetMs(time, zone));
}

/** The time at which a place's clock shows what a moved time says: the inverse of {@link localTime}. */
export function timeFromLocal(local: Date, zone: unknown): Date {
  const guess = local.getTime() - offsetMs(local, zone);
  return new Date(local.getTime() - offsetMs(new Date(guess), zone));
}

/** How far a place's clock is ahead of UTC at a time, milliseconds. @param zone undefined for UTC */
export function offsetMs(time: Date, zone: unknown): number {
  if (zone === undefined || zone === 'UTC' || zone === 'GMT' || zone === 'Z') return 0;
  if (typeof zone !== 'string') throw new MongoError(40517, 'timezone must evaluate to a string');
  const fixed = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (fixed !== null) return (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3] ?? 0)) * MINUTE_MS;
  return Date.UTC(...clockAt(time, zone), time.getUTCMilliseconds()) - time.getTime();
}

type Clock = [year: number, month: number, day: number, hour: number, minute: number, second: number];

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockAt(time: Date, zone: string): Clock {
  const parts = new Map(
    clockOf(zone)
      .formatToParts(time)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  return [of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')];
}

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  try {
    const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric' } as const;
    const made = new Intl.DateTimeFormat('en-US', {
      ...numeric,
      minute: 'numeric',
      second: 'numeric',
      hourCycle: 'h23',
      timeZone: zone,
    });
    clocks.set(zone, made);
    return made;
  } catch {
    throw new MongoError(40485, `unrecognized time zone identifier: "${zone}"`);
  }
}
