import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../lib/duration.js';
import { instantOfLocal, zoneOffsetMs } from '../lib/time-zone.js';

/** How long a point of a time series may be. */
export const STEPS = ['10s', '1m', '5m', '15m', '1h', '6h', '1d'] as const;

/** How long a point of a time series is. */
export type Step = (typeof STEPS)[number];

const STEP_MS: Readonly<Record<Step, number>> = {
  '10s': 10 * SECOND_MS,
  '1m': MINUTE_MS,
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '1h': HOUR_MS,
  '6h': 6 * HOUR_MS,
  '1d': DAY_MS,
};

/** What is to be divided into points. */
export interface Division {
  readonly fromMs: number;
  /** Not included. */
  readonly toMs: number;
  readonly step: Step;
  /** IANA name of the zone whose clocks the points go by. */
  readonly zone: string;
}

/** Divides a span into whole steps of local time; a day begins at local midnight and has 23, 24 or 25 hours.
 * @param maxPoints points wanted at most
 * @returns where points begin, Unix milliseconds, and last where the last one ends; the first holds `fromMs`. Null where there would be
 *   more points */
export function pointEdges(division: Division, maxPoints: number): number[] | null {
  const { fromMs, toMs, step } = division;
  if ((toMs - fromMs) / STEP_MS[step] > maxPoints + 1) return null;
  const edges = STEP_MS[step] > HOUR_MS ? byClock(division) : evenly(division);
  return edges.length > maxPoints + 1 ? null : edges;
}

/** Changes of clocks are whole hours, or half ones in a place: what is shorter needs no look at them. */
function evenly({ fromMs, toMs, step, zone }: Division): number[] {
  const width = STEP_MS[step];
  const offset = zoneOffsetMs(zone, fromMs);
  const first = Math.floor((fromMs + offset) / width) * width - offset;
  return Array.from({ length: Math.ceil((toMs - first) / width) + 1 }, (_none, nth) => first + nth * width);
}

function byClock({ fromMs, toMs, step, zone }: Division): number[] {
  const width = STEP_MS[step];
  let local = Math.floor((fromMs + zoneOffsetMs(zone, fromMs)) / width) * width;
  const edges = [instantOfLocal(zone, local)];
  for (let last = -Infinity; last < toMs;) {
    local += width;
    last = instantOfLocal(zone, local);
    edges.push(last);
  }
  return edges;
}
