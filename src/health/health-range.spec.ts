import { describe, expect, it } from 'vitest';
import { lowestOfEach } from './health-range.js';
import type { HealthPoint } from './health.facts.js';

function points(scores: readonly number[]): HealthPoint[] {
  return scores.map((score, nth) => {
    return { at: new Date(nth), score, driftPenalty: 0, latencyPenalty: 0, worstModel: null, state: 'measured' };
  });
}

describe(lowestOfEach.name, () => {
  it.each([
    { when: 'there is nothing', scores: [], atMost: 2, left: [] },
    { when: 'there are few', scores: [3, 1], atMost: 2, left: [3, 1] },
    { when: 'there are too many', scores: [3, 1, 5, 4], atMost: 2, left: [1, 4] },
    { when: 'they do not divide', scores: [3, 1, 5, 4, 9], atMost: 2, left: [1, 4] },
    { when: 'one is wanted', scores: [3, 1, 5], atMost: 1, left: [1] },
  ])('keeps $left when $when', ({ scores, atMost, left }) => {
    expect(lowestOfEach(points(scores), atMost).map(({ score }) => score)).toEqual(left);
  });
});
