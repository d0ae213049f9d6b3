import { describe, expect, it } from 'vitest';
import { countsOf } from '../lib/signal-counter.js';
import type { NamedCounts } from '../lib/signal-name.js';
import { bucketOf, MAX_SIGNALS, type ModelBucket, watchBucket } from './watched-model.js';

function bucket(startMs: number, ...signals: readonly NamedCounts[]): ModelBucket {
  return { startMs, counts: { events: 2, signals } };
}

const number = (name: string) => ({ name, counts: countsOf('number', [1, 2]) });
const category = (name: string) => ({ name, counts: countsOf('category', ['a', 'b']) });

const POLICY = { alpha: 0.001, minSize: 0 };

describe(watchBucket.name, () => {
  it('watches what comes, by its kind', () => {
    const came = [number('latency'), number('feature.a'), category('feature.b'), number('flagged'), number('flag.x')];
    const { signals } = watchBucket([], bucket(600_000, ...came), POLICY);
    expect(signals.map(({ name, kind, learnFromMs, seen }) => [name, kind, learnFromMs, seen])).toEqual([
      ['latency', 'latency', 600_000, 1],
      ['feature.a', 'number', 600_000, 1],
      ['feature.b', 'category', 600_000, 1],
      ['flagged', 'rate', 600_000, 1],
      ['flag.x', 'rate', 600_000, 1],
    ]);
  });

  it('goes on watching what does not come', () => {
    const { signals } = watchBucket([], bucket(0, number('latency'), number('feature.a')), POLICY);
    const after = watchBucket(signals, bucket(300_000, number('latency')), POLICY);
    expect(after.signals.map(({ name, seen }) => [name, seen])).toEqual([
      ['latency', 2],
      ['feature.a', 2],
    ]);
  });

  it('watches no more signals than it may', () => {
    const many = Array.from({ length: MAX_SIGNALS }, (_none, nth) => number(`feature.${nth}`));
    const { signals } = watchBucket([], bucket(0, ...many), POLICY);
    const after = watchBucket(signals, bucket(300_000, number('another')), POLICY);
    expect(after.signals.map(({ name }) => name)).toEqual(signals.map(({ name }) => name));
  });
});

describe(bucketOf.name, () => {
  const [signal, flag] = watchBucket([], bucket(0, number('feature.a'), number('flag.x')), POLICY).signals;

  it.each([
    { what: 'it counts', signal, came: [number('feature.a')], counts: countsOf('number', [1, 2]) },
    { what: 'its absence', signal, came: [], counts: countsOf('number', [null, null]) },
    {
      what: 'texts where there were numbers',
      signal,
      came: [category('feature.a')],
      counts: countsOf('number', ['', '']),
    },
    { what: 'a flag that was not raised', signal: flag, came: [], counts: countsOf('number', [0, 0]) },
  ])('is $what', ({ signal: watched, came, counts }) => {
    if (watched === undefined) throw new Error('nothing is watched');
    expect(bucketOf(watched, bucket(5, ...came))).toEqual({ startMs: 5, counts });
  });
});
