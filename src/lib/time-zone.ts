import { BoundedMap } from './bounded-map.js';
import { DAY_MS, SECOND_MS } from './duration.js';

/** Formats of zones that were asked for: making one takes a hundred times as long as using it. */
const formats = new BoundedMap<Intl.DateTimeFormat>(100);

const NAME = /^[A-Za-z][\w+-]*(\/[\w+-]+)*$/;

/** @returns whether a text is the IANA name of a time zone, `Europe/Berlin` */
export function isTimeZone(name: string): boolean {
  if (name.length > 64 || !NAME.test(name)) return false;
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** @returns how far the clocks of a zone are ahead of UTC at an instant, milliseconds
 * @throws RangeError where there is no such zone */
export function zoneOffsetMs(zone: string, instantMs: number): number {
  return wallMs(zone, instantMs) - Math.floor(instantMs / SECOND_MS) * SECOND_MS;
}

/** Finds when the clocks of a zone show a time.
 * @param localMs the time they show, as if it were one of UTC, Unix milliseconds
 * @returns the first such instant; where the clocks skip that time, the instant at which they skip it */
export function instantOfLocal(zone: string, localMs: number): number {
  // No zone changes its clocks twice within two days, so the offset is that of the day before or of the day after.
  const [before, after] = [zoneOffsetMs(zone, localMs - DAY_MS), zoneOffsetMs(zone, localMs + DAY_MS)];
  const shown = [localMs - before, localMs - after].filter(
    (instant) => instant + zoneOffsetMs(zone, instant) === localMs,
  );
  return shown.length > 0 ? Math.min(...shown) : localMs - before;
}

function wallMs(zone: string, instantMs: number): number {
  const shown: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(instantMs)) shown[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, format);
  return format;
}
