import { describe, expect, it } from 'vitest';
import { countsOf } from '../lib/signal-counter.js';
import type { Reading } from './methods/method.js';
import { dispersionAt, psiBeyond, readingsOf } from './readings.js';
import { cutBins, projected } from './reference-bins.js';
import { scaleOf, type SignalKind } from './signal-kind.js';

function reading(statistic: number): Reading {
  return { statistic, df: 1, direction: 'shape', n: 100, nRef: 1000 };
}

describe(readingsOf.name, () => {
  function methodsOf(kind: SignalKind, values: readonly unknown[]): string[] {
    const counts = countsOf(scaleOf(kind), values);
    const bins = cutBins(counts, kind);
    return Object.keys(readingsOf(projected(bins, counts), projected(bins, counts), bins)).sort();
  }
  const numbers = Array.from({ length: 200 }, (_none, at) => 1 + at);
  const letters = Array.from({ length: 200 }, (_none, at) => (at === 0 ? 'rare' : 'abc'[at % 3]));

  it.each<{ what: string; kind: SignalKind; values: readonly unknown[]; methods: readonly string[] }>([
    { what: 'numbers', kind: 'number', values: numbers, methods: ['location', 'psi', 'spread', 'tail'] },
    {
      what: 'numbers, some missing',
      kind: 'number',
      values: [...numbers, null],
      methods: ['location', 'missing', 'psi', 'spread', 'tail'],
    },
    { what: 'a rate', kind: 'rate', values: numbers.map((at) => at % 2), methods: ['rate'] },
    { what: 'categories', kind: 'category', values: letters, methods: ['category', 'psi', 'unseen'] },
    { what: 'too few of anything', kind: 'number', values: numbers.slice(0, 19), methods: [] },
  ])('are of the methods that can compare $what', ({ kind, values, methods }) => {
    expect(methodsOf(kind, values)).toEqual(methods);
  });
});

describe(psiBeyond.name, () => {
  const readings = { psi: reading(20), location: reading(8), spread: reading(6) };
  it.each([
    { when: 'nothing varies by itself', own: readings, location: 1, spread: 1, left: 20 },
    // Half of 8, which is more than half of what it is by chance.
    { when: 'locations vary twice as much', own: readings, location: 2, spread: 1, left: 16 },
    // And two thirds of 6.
    { when: 'spreads vary too, three times as much', own: readings, location: 2, spread: 3, left: 12 },
    { when: 'all of it is usual', own: { ...readings, psi: reading(3) }, location: 2, spread: 3, left: 0 },
    { when: 'neither could be compared', own: { psi: reading(20) }, location: 2, spread: 3, left: 20 },
  ])('leaves $left where $when', ({ own, location, spread, left }) => {
    expect(psiBeyond(own, { location, spread })).toEqual({ ...own.psi, statistic: left });
  });
  it('is nothing without PSI', () => expect(psiBeyond({}, { location: 2, spread: 2 })).toBeUndefined());
});

describe(dispersionAt.name, () => {
  it.each([
    { of: 'a length', values: [1, 2, 3], at: 1, dispersion: { window: 2, reference: 3 } },
    { of: 'a length that was not learned', values: [1, 2, 3], at: 5, dispersion: { window: 1, reference: 3 } },
    { of: 'a method that was not learned', values: undefined, at: 0, dispersion: { window: 1, reference: 1 } },
  ])('of $of, and of the baseline by its longest', ({ values, at, dispersion }) => {
    expect(dispersionAt(values, at)).toEqual(dispersion);
  });
});
