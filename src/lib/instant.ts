const RFC_3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})?$/;

/** Reads a point in time as clients send it.
 * @param text RFC 3339; a time without a zone is UTC (Python clients send those); digits beyond milliseconds are cut
 * @returns the instant, or null where the text is none: another format, 30 February, 24:00 */
export function parseInstant(text: string): Date | null {
  if (isPlain(text)) return plainInstant(text);
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

/** Whether `parseInstant` would read a point in time. Nearly always without making one. */
export function isInstant(text: string): boolean {
  return isPlain(text) || parseInstant(text) !== null;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const PLAIN = /^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|\.\d{3}Z)$/;

/** Whether a text has the form in which nearly all come, UTC with seconds or milliseconds, and names a time: told at a fraction of the cost. Of
 * the last day of February in a leap year it isn't: that is left to the calendar. */
function isPlain(text: string): boolean {
  if (!PLAIN.test(text)) return false;
  const day = twoDigits(text, 8);
  if (day < 1 || day > (DAYS[twoDigits(text, 5) - 1] ?? 0)) return false;
  return twoDigits(text, 11) <= 23 && twoDigits(text, 14) <= 59 && twoDigits(text, 17) <= 59;
}

function plainInstant(text: string): Date {
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const milliseconds = text.length > SECONDS_ONLY ? twoDigits(text, 20) * 10 + text.charCodeAt(22) - ZERO : 0;
  const [month, day] = [twoDigits(text, 5), twoDigits(text, 8)];
  const [hour, minute, second] = [twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17)];
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second, milliseconds));
}

const SECONDS_ONLY = '2026-03-01T12:00:00Z'.length;
const ZERO = 48;

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;
}
