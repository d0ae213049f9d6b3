import type { HealthPoint, StoredHealth } from './health.facts.js';
import { healthState } from './model-health.js';

/** Thins a history out: of neighbouring points, as many together as it takes, the lowest stays.
 * @param points in order of time
 * @returns in the same order, at most so many */
export function lowestOfEach(points: readonly HealthPoint[], atMost: number): HealthPoint[] {
  const together = Math.ceil(points.length / atMost);
  if (together <= 1) return [...points];
  const lowest: HealthPoint[] = [];
  for (const [nth, point] of points.entries()) {
    const last = lowest.at(-1);
    if (nth % together === 0 || last === undefined) lowest.push(point);
    else if (point.score < last.score) lowest[lowest.length - 1] = point;
  }
  return lowest;
}

/** @returns what of a score is remembered */
export function healthPoint({ score, details, worstModel, updatedAt }: StoredHealth): HealthPoint {
  const { driftPenalty, latencyPenalty } = details;
  return { at: updatedAt, score, driftPenalty, latencyPenalty, worstModel, state: healthState(details) };
}
