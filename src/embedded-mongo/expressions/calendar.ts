const DAY_MS = 86_400_000;

/** Days since 1970-01-01. */
export function dayNumber(time: Date): number {
  return Math.floor(time.getTime() / DAY_MS);
}

/** The day of the year, from 1. */
export function dayOfYear(time: Date): number {
  return dayNumber(time) - dayNumber(new Date(Date.UTC(time.getUTCFullYear(), 0, 1))) + 1;
}

/** 1 for Monday to 7 for Sunday. */
export function isoDayOfWeek(time: Date): number {
  return time.getUTCDay() || 7;
}

/** The week of the year by Sundays: days before the first one are in week 0. */
export function weekOfYear(time: Date): number {
  return Math.floor((dayOfYear(time) + 6 - time.getUTCDay()) / 7);
}

/** The year that a week by ISO 8601 belongs to: that of its Thursday. */
export function isoWeekYear(time: Date): number {
  return thursdayOf(time).getUTCFullYear();
}

/** The week by ISO 8601: week 1 is that of the year's first Thursday. */
export function isoWeek(time: Date): number {
  return Math.ceil(dayOfYear(thursdayOf(time)) / 7);
}

/** The first day of a week by ISO 8601. */
export function isoWeekStart(year: number, week: number): Date {
  const fourth = new Date(Date.UTC(year, 0, 4));
  return new Date((dayNumber(fourth) - isoDayOfWeek(fourth) + 1 + (week - 1) * 7) * DAY_MS);
}

function thursdayOf(time: Date): Date {
  return new Date((dayNumber(time) - isoDayOfWeek(time) + 4) * DAY_MS);
}

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** How many days, weeks, months, quarters or years begin between two times; of hours and less, too.
 * @param startOfWeek the name of a day @returns undefined for an unknown unit or day */
export function boundariesBetween(
  from: Date,
  to: Date,
  { unit, startOfWeek = 'sunday' }: { unit: string; startOfWeek?: string | undefined },
): number | undefined {
  const size = Object.hasOwn(UNIT_MS, unit) ? UNIT_MS[unit] : undefined;
  if (size !== undefined) return Math.floor(to.getTime() / size) - Math.floor(from.getTime() / size);
  switch (unit) {
    case 'week': {
      const first = WEEKDAYS.indexOf(startOfWeek.toLowerCase().slice(0, 3));
      // Day 0 was a Thursday.
      const week = (time: Date): number => Math.floor((dayNumber(time) + 4 - first) / 7);
      return first < 0 ? undefined : week(to) - week(from);
    }
    case 'month':
      return months(to) - months(from);
    case 'quarter':
      return Math.floor(months(to) / 3) - Math.floor(months(from) / 3);
    case 'year':
      return to.getUTCFullYear() - from.getUTCFullYear();
    default:
      return undefined;
  }
}

function months(time: Date): number {
  return time.getUTCFullYear() * 12 + time.getUTCMonth();
}

const UNIT_MS: Readonly<Record<string, number>> = {
  day: DAY_MS,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
};
