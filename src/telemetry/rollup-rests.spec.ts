import { describe, expect, it } from 'vitest';
import type { OrgId } from '../lib/org-id.js';
import { NO_FIGURES } from '../lib/event-figures.js';
import type { Recounted, Rollup } from './rollup-bucket.js';
import { restMs, RollupRests } from './rollup-rests.js';

function counted(id: string, normal: number): Recounted {
  const figures = { ...NO_FIGURES, normal };
  const rollup: Rollup = {
    id,
    orgId: 'o' as OrgId,
    kind: 'ml',
    modelName: 'm',
    startMs: 0,
    version: 1,
    isDirty: true,
    figures,
  };
  return { rollup, figures };
}

describe('how long large buckets rest between two recounts', () => {
  it.each([
    { events: 0, ms: 0 },
    { events: 1000, ms: 40 },
    { events: 25_000, ms: 1000 },
    { events: 125_000, ms: 5000 },
    { events: 10_000_000, ms: 5000 },
  ])('$events events: $ms ms', ({ events, ms }) => {
    expect(restMs(events)).toBeCloseTo(ms, 9);
  });
});

describe(RollupRests.name, () => {
  const small = counted('small', 999);
  const large = counted('large', 1000);
  const huge = counted('huge', 23_001);

  it('lets large buckets rest from their recount on, as long as all that was counted with them says', () => {
    const rests = new RollupRests();
    expect(rests.isResting(huge.rollup, 0)).toBe(false);
    rests.note([huge]);
    rests.note([large, small]);
    rests.endRun(100);
    const resting = [small, large, huge].map(({ rollup }) =>
      [101, 1099, 1101].map((nowMs) => rests.isResting(rollup, nowMs)),
    );
    expect(resting).toEqual([
      [false, false, false],
      [true, true, false],
      [true, true, false],
    ]);
  });

  it('forgets those that have rested', () => {
    const rests = new RollupRests();
    rests.note([huge, small]);
    rests.endRun(0);
    rests.endRun(1);
    expect(rests.size).toBe(1);
    rests.endRun(1000);
    expect(rests.size).toBe(0);
  });
});
