import { describe, expect, it } from 'vitest';
import { NO_FIGURES } from '../lib/event-figures.js';
import type { OrgId } from '../lib/org-id.js';
import type { Rollup } from './rollup-bucket.js';
import { rollupRuns } from './rollup-runs.js';

const bucket = (modelName: string, index: number): Rollup => ({
  id: `${modelName}${index}`,
  orgId: 'a'.repeat(24) as OrgId,
  kind: 'ml',
  modelName,
  startMs: index * 10_000,
  version: 1,
  isDirty: true,
  figures: NO_FIGURES,
});
const spans = (indexes: readonly number[]) =>
  rollupRuns(indexes.map((index) => bucket('m', index))).map(({ fromMs, toMs }) => [fromMs / 10_000, toMs / 10_000]);

describe(rollupRuns.name, () => {
  it.each([
    { when: 'neighbours', indexes: [2, 1, 3], runs: [[1, 4]] },
    { when: 'a small gap', indexes: [1, 5], runs: [[1, 6]] },
    {
      when: 'a wide gap',
      indexes: [1, 6],
      runs: [
        [1, 2],
        [6, 7],
      ],
    },
    { when: 'none', indexes: [], runs: [] },
  ])('makes $runs of $when', ({ indexes, runs }) => expect(spans(indexes)).toEqual(runs));

  it('cuts long runs', () =>
    expect(spans(Array.from({ length: 61 }, (_none, index) => index))).toEqual([
      [0, 60],
      [60, 61],
    ]));

  it('keeps models apart', () => expect(rollupRuns([bucket('a', 1), bucket('b', 1)])).toHaveLength(2));

  it('loses no bucket', () => {
    const dirty = [9, 1, 2, 70, 5, 300].map((index) => bucket('m', index));
    expect(
      rollupRuns(dirty)
        .flatMap((run) => run.rollups.map(({ id }) => id))
        .sort(),
    ).toEqual(dirty.map(({ id }) => id).sort());
  });
});
