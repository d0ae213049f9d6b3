const RFC_3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})?$/;

/** Reads a point in time as clients send it.
 * @param text RFC 3339; a time without a zone is UTC (Python clients send those); digits beyond milliseconds are cut
 * @returns the instant, or null where the text is none: another format, 30 February, 24:00 */
export function parseInstant(text: string): Date | null {
  const plain = plainInstant(text);
  if (plain !== null) return plain;
  const match = RFC_3339.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = match;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  // The engine rolls 30 February over to March: what comes back must be what went in.
  const asUtc = new Date(`${local}Z`);
  if (Number.isNaN(asUtc.getTime()) || !asUtc.toISOString().startsWith(local)) return null;
  const instant = new Date(`${local}${fraction.slice(0, 4)}${zone.toUpperCase()}`);
  return Number.isNaN(instant.getTime()) ? null : instant;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const PLAIN = /^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|\.\d{3}Z)$/;

/** The form in which nearly all come, UTC with seconds or milliseconds, at a fraction of the cost.
 * @returns null where it is another form, and for the last day of February in a leap year: that is left to the calendar */
function plainInstant(text: string): Date | null {
  if (!PLAIN.test(text)) return null;
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  if (day < 1 || day > (DAYS[month - 1] ?? 0) || hour > 23 || minute > 59 || second > 59) return null;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const milliseconds = text.length > SECONDS_ONLY ? twoDigits(text, 20) * 10 + text.charCodeAt(22) - ZERO : 0;
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second, milliseconds));
}

const SECONDS_ONLY = '2026-03-01T12:00:00Z'.length;
const ZERO = 48;

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;
}
