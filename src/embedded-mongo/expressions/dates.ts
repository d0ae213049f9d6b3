import { type Doc, Int32, Long } from '../bson/bson.js';
import { isNumeric, wholeOf } from '../bson/number.js';
import { MongoError } from '../errors.js';
import { timeOf } from './arithmetic.js';
import {
  boundariesBetween,
  dayOfYear,
  isoDayOfWeek,
  isoWeek,
  isoWeekStart,
  isoWeekYear,
  weekOfYear,
} from './calendar.js';
import { formatTime } from './date-format.js';
import { askMingo, timeOrValue } from './mingo.js';
import { named, type NamedOperator, type NamedOperators } from './named.js';
import { localTime, offsetMs, timeFromLocal } from './time-zone.js';
import { isNullish, isTrue, typeNameOf } from './values.js';

/** The time that a text says; undefined where it says none. */
export function dateOfText(text: string): Date | undefined {
  try {
    const time = askMingo('$dateFromString', { dateString: text });
    return time instanceof Date && !Number.isNaN(time.getTime()) ? time : undefined;
  } catch {
    return undefined;
  }
}

const TIMES: ReadonlySet<string> = new Set(['date', 'startDate', 'endDate']);
/** Operands that may be null without the result being null. */
const HAS_DEFAULT: ReadonlySet<string> = new Set(['format', 'onError', 'onNull']);

/** An operator on times, which is null where one of its operands is null or missing.
 * @param compute gets times for what stands for one */
function date(
  required: readonly string[],
  optional: readonly string[],
  compute: (operands: Doc, name: string) => unknown,
): NamedOperator {
  return named(required, optional, (operands, name) => {
    const given = Object.fromEntries(
      Object.entries(operands).map(([key, value]) => [key, TIMES.has(key) ? checkedTime(value) : value]),
    );
    const isAbsent = Object.entries(given).some(([key, value]) => !HAS_DEFAULT.has(key) && isNullish(value));
    if (!isAbsent) return compute(given, name);
    return required.includes('date') && isNullish(given['date']) ? (given['onNull'] ?? null) : null;
  });
}

/** @throws MongoError for what stands for no time */
function checkedTime(value: unknown): unknown {
  const time = timeOrValue(value);
  if (isNullish(time) || time instanceof Date) return time;
  throw new MongoError(16006, `can't convert from BSON type ${typeNameOf(value)} to Date`);
}

/** A part of a time as a 32-bit number. */
function part(of: (local: Date) => number): NamedOperator {
  return date(['date'], ['timezone'], ({ date, timezone }) => new Int32(of(localTime(date as Date, timezone))));
}

/** Parts of a time: each takes the time alone, in brackets or not, or `{date, timezone}`. */
export const DATE_PARTS: NamedOperators = {
  $year: part((time) => time.getUTCFullYear()),
  $month: part((time) => time.getUTCMonth() + 1),
  $week: part(weekOfYear),
  $dayOfMonth: part((time) => time.getUTCDate()),
  $dayOfWeek: part((time) => time.getUTCDay() + 1),
  $dayOfYear: part(dayOfYear),
  $hour: part((time) => time.getUTCHours()),
  $minute: part((time) => time.getUTCMinutes()),
  $second: part((time) => time.getUTCSeconds()),
  $millisecond: part((time) => time.getUTCMilliseconds()),
  $isoDayOfWeek: part(isoDayOfWeek),
  $isoWeek: part(isoWeek),
  // The one of them that has 64 bits.
  $isoWeekYear: date(['date'], ['timezone'], ({ date, timezone }) =>
    Long.fromNumber(isoWeekYear(localTime(date as Date, timezone))),
  ),
};

function difference({ startDate, endDate, unit, timezone, startOfWeek }: Doc): unknown {
  const [from, to] = [localTime(startDate as Date, timezone), localTime(endDate as Date, timezone)];
  const asked = { unit: text(unit), startOfWeek: startOfWeek === undefined ? undefined : text(startOfWeek) };
  const count = boundariesBetween(from, to, asked);
  if (count === undefined) throw new MongoError(9, `$dateDiff: unknown time unit value or day: ${asked.unit}`);
  return Long.fromNumber(count);
}

function toParts({ date, timezone, iso8601 }: Doc): unknown {
  const time = localTime(date as Date, timezone);
  const day = isTrue(iso8601)
    ? { isoWeekYear: isoWeekYear(time), isoWeek: isoWeek(time), isoDayOfWeek: isoDayOfWeek(time) }
    : { year: time.getUTCFullYear(), month: time.getUTCMonth() + 1, day: time.getUTCDate() };
  const parts = { ...day, hour: time.getUTCHours(), minute: time.getUTCMinutes(), second: time.getUTCSeconds() };
  const all = { ...parts, millisecond: time.getUTCMilliseconds() };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, new Int32(value)]));
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : typeNameOf(value);
}

const DAY_MS = 86_400_000;

/** What is over the range of a part goes over to the next: month 14 is February. */
function fromParts(operands: Doc): unknown {
  const of = (name: string, otherwise: number): number => {
    if (!(name in operands)) return otherwise;
    const value = isNumeric(operands[name]) ? wholeOf(operands[name]) : undefined;
    if (value !== undefined) return value;
    throw new MongoError(40515, `'${name}' must evaluate to an integer, found ${typeNameOf(operands[name])}`);
  };
  if ('year' in operands === 'isoWeekYear' in operands) {
    throw new MongoError(40516, "$dateFromParts requires either 'year' or 'isoWeekYear' to be present");
  }
  const time = Date.UTC(1970, 0, 1, of('hour', 0), of('minute', 0), of('second', 0), of('millisecond', 0));
  const year = of('year', 1970);
  if (year < 1 || year > 9999) throw new MongoError(40523, `'year' must evaluate to an integer from 1 to 9999`);
  const day = new Date(0).setUTCFullYear(year, of('month', 1) - 1, of('day', 1));
  const isoDay = isoWeekStart(of('isoWeekYear', 1970), of('isoWeek', 1)).getTime();
  const start = 'year' in operands ? day : isoDay + (of('isoDayOfWeek', 1) - 1) * DAY_MS;
  return timeFromLocal(timeOf(start + time), operands['timezone']);
}

function toText({ date, timezone, format }: Doc): unknown {
  const ahead = offsetMs(date as Date, timezone);
  const pattern = isNullish(format)
    ? `%Y-%m-%dT%H:%M:%S.%L${timezone === undefined || ahead === 0 ? 'Z' : ''}`
    : format;
  if (typeof pattern !== 'string') throw new MongoError(18533, "$dateToString requires that 'format' be a string");
  return formatTime(localTime(date as Date, timezone), pattern, Math.round(ahead / 60_000));
}

const AMOUNT = [['startDate', 'unit', 'amount'], ['timezone']] as const;
const PARTS = ['month', 'day', 'hour', 'minute', 'second', 'millisecond', 'timezone'];
const asMingo = (operands: Doc, name: string): unknown => askMingo(name, operands);

/** Operators on times with named operands. */
export const DATES: NamedOperators = {
  $dateAdd: date(...AMOUNT, asMingo),
  $dateSubtract: date(...AMOUNT, asMingo),
  $dateDiff: date(['startDate', 'endDate', 'unit'], ['timezone', 'startOfWeek'], difference),
  $dateTrunc: date(['date', 'unit'], ['binSize', 'timezone', 'startOfWeek'], asMingo),
  $dateFromParts: date([], ['year', 'isoWeekYear', 'isoWeek', 'isoDayOfWeek', ...PARTS], fromParts),
  $dateToParts: date(['date'], ['timezone', 'iso8601'], toParts),
  $dateFromString: named(['dateString'], ['format', 'timezone', 'onError', 'onNull'], asMingo),
  $dateToString: date(['date'], ['format', 'timezone', 'onNull'], toText),
};
