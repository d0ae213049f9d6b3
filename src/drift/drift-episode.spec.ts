import { describe, expect, it } from 'vitest';
import type { OrgId } from '../lib/org-id.js';
import { driftEpisode } from './drift-episode.js';
import type { ModelWatch } from './model-watch.js';

const WATCH: ModelWatch = {
  orgId: 'a'.repeat(24) as OrgId,
  kind: 'ml',
  modelName: 'm',
  version: 3,
  throughMs: 0,
  signals: [],
};
const CAUSE = { method: 'location', p: 1e-6, size: 0.1, direction: 'up', windowBuckets: 2, windowValues: 200 } as const;
const OPENED = {
  signal: 'latency',
  episode: { sinceMs: 1000, cause: CAUSE, peakSize: 0.1, calmBuckets: 0 },
  end: null,
};
const ENDED = {
  ...OPENED,
  episode: { ...OPENED.episode, peakSize: 0.3 },
  end: { atMs: 5000, reason: 'calm' },
} as const;

describe(driftEpisode.name, () => {
  it('says what opened it, and how it is', () => {
    const { id, ...said } = driftEpisode(WATCH, OPENED);
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(said).toEqual({
      kind: 'ml',
      modelName: 'm',
      signal: 'latency',
      since: new Date(1000),
      ended: null,
      endReason: null,
      severity: 'warning',
      peakSize: 0.1,
      ...CAUSE,
    });
  });

  it('keeps its id and what opened it, whatever becomes of it', () => {
    const [first, last] = [driftEpisode(WATCH, OPENED), driftEpisode({ ...WATCH, version: 9, throughMs: 7 }, ENDED)];
    const end = { severity: 'critical', peakSize: 0.3, ended: new Date(5000), endReason: 'calm' };
    expect(last).toEqual({ ...first, ...end });
  });

  it.each([
    { of: 'another beginning', watch: WATCH, change: { ...OPENED, episode: { ...OPENED.episode, sinceMs: 2000 } } },
    { of: 'another signal', watch: WATCH, change: { ...OPENED, signal: 'prediction' } },
    { of: 'another model', watch: { ...WATCH, modelName: 'n' }, change: OPENED },
    { of: 'another kind', watch: { ...WATCH, kind: 'llm' } as const, change: OPENED },
    { of: 'another organization', watch: { ...WATCH, orgId: 'b'.repeat(24) as OrgId }, change: OPENED },
  ])('of $of is another one', ({ watch, change }) => {
    expect(driftEpisode(watch, change).id).not.toBe(driftEpisode(WATCH, OPENED).id);
  });
});
