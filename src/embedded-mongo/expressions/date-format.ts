import { MongoError } from '../errors.js';
import { dayOfYear, isoDayOfWeek, isoWeek, isoWeekYear, weekOfYear } from './calendar.js';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');
const monthOf = (time: Date): string => MONTHS[time.getUTCMonth()] ?? '';

/** What a letter after % stands for. @param time moved to the place's clock @param ahead of UTC, minutes */
const PARTS: Readonly<Record<string, (time: Date, ahead: number) => string>> = {
  d: (time) => padded(time.getUTCDate(), 2),
  G: (time) => padded(isoWeekYear(time), 4),
  H: (time) => padded(time.getUTCHours(), 2),
  j: (time) => padded(dayOfYear(time), 3),
  L: (time) => padded(time.getUTCMilliseconds(), 3),
  m: (time) => padded(time.getUTCMonth() + 1, 2),
  M: (time) => padded(time.getUTCMinutes(), 2),
  S: (time) => padded(time.getUTCSeconds(), 2),
  u: (time) => String(isoDayOfWeek(time)),
  U: (time) => padded(weekOfYear(time), 2),
  V: (time) => padded(isoWeek(time), 2),
  w: (time) => String(time.getUTCDay() + 1),
  Y: (time) => padded(time.getUTCFullYear(), 4),
  b: (time) => monthOf(time).slice(0, 3),
  B: (time) => monthOf(time),
  z: (_, ahead) => {
    const minutes = Math.abs(ahead);
    return `${ahead < 0 ? '-' : '+'}${padded(Math.floor(minutes / 60), 2)}${padded(minutes % 60, 2)}`;
  },
  Z: (_, ahead) => (ahead < 0 ? '-' : '+') + padded(Math.abs(ahead), 3),
  '%': () => '%',
};

/** Writes a time by a format as `$dateToString` has it.
 * @param time moved to the place's clock
 * @param ahead how far that is ahead of UTC, minutes
 * @throws MongoError for a letter that it doesn't have */
export function formatTime(time: Date, format: string, ahead: number): string {
  return format.replaceAll(/%([\s\S]?)/g, (_, letter: string) => {
    const part = Object.hasOwn(PARTS, letter) ? PARTS[letter] : undefined;
    if (part === undefined) throw new MongoError(18536, `Invalid format character '%${letter}' in format string`);
    return part(time, ahead);
  });
}
