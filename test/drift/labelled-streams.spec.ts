import { describe, expect, it } from 'vitest';
import { type LabelledChange, latencyStreams, offlineEpisodes } from '../support/drift-streams.js';

/** One that changes for good, one that changes twice, one that changes for a while, and one that never does. */
const FEW = ['D-lat-step200', 'D-lat-two', 'D-lat-burst', 'D-lat-c-logn'];

const streams = latencyStreams(FEW);

function overlaps(one: { readonly fromMs: number; readonly toMs: number }, other: typeof one): boolean {
  return one.fromMs < other.toMs && other.fromMs < one.toMs;
}

describe.skipIf(streams === null)('episodes of a labelled stream', () => {
  const found = (streams ?? []).map(({ id, changes, ...stream }) => {
    const episodes = offlineEpisodes(stream).map(({ sinceMs, endedMs }) => {
      return { fromMs: sinceMs, toMs: endedMs ?? Number.POSITIVE_INFINITY };
    });
    return { id, changes, episodes };
  });

  const changing = found.filter(({ changes }) => changes.length > 0);
  it.each(changing)('are found for each change in time: $id', ({ changes, episodes }) => {
    const isFound = (change: LabelledChange): boolean =>
      episodes.some((episode) => overlaps(episode, { fromMs: change.fromMs, toMs: change.dueMs }));
    expect(changes.map(isFound)).toEqual(changes.map(() => true));
  });

  it.each(found)('are found for nothing else: $id', ({ changes, episodes }) => {
    expect(episodes.filter((episode) => !changes.some((change) => overlaps(episode, change)))).toEqual([]);
  });
});
