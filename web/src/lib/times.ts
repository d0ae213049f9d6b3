import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './units.js';

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });

/** The viewer's time zone, as IANA calls it. */
export const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A moment in the viewer's zone: the time of today, else the day with it.
 * @param iso RFC 3339
 * @param nowMs milliseconds since 1970 */
export function moment(iso: string, nowMs: number): string {
  const time = new Date(iso);
  const isToday = time.toDateString() === new Date(nowMs).toDateString();
  return (isToday ? CLOCK : DAY).format(time);
}

/** The whole of a moment in the viewer's zone, with the zone. */
export function fullMoment(iso: string): string {
  return FULL.format(new Date(iso));
}

/** How long ago something was: `just now`, `4 min ago`, `3 h ago`, `5 d ago`. */
export function ago(iso: string, nowMs: number): string {
  const passedMs = nowMs - Date.parse(iso);
  if (passedMs < MINUTE_MS) return 'just now';
  if (passedMs < HOUR_MS) return `${Math.floor(passedMs / MINUTE_MS)} min ago`;
  if (passedMs < DAY_MS) return `${Math.floor(passedMs / HOUR_MS)} h ago`;
  return `${Math.floor(passedMs / DAY_MS)} d ago`;
}

const AXIS_CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const AXIS_DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** A moment below an axis: the time, or the day where the axis spans more than one and a half.
 * @param seconds since 1970
 * @param span first and last moment of the axis, seconds */
export function axisMoment(seconds: number, [from, to]: readonly [number, number]): string {
  const isLong = (to - from) * SECOND_MS > 1.5 * DAY_MS;
  return (isLong ? AXIS_DAY : AXIS_CLOCK).format(new Date(seconds * SECOND_MS));
}

/** The span of a bucket: `12 Mar, 14:05`.
 * @param seconds since 1970 */
export function bucketMoment(seconds: number): string {
  return BUCKET.format(new Date(seconds * SECOND_MS));
}

const BUCKET = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
