import { describe, expect, it } from 'vitest';
import { countsOf } from '../../lib/signal-counter.js';
import { INDEPENDENT, pValueOf, sizeOf } from '../p-value.js';
import { cutBins, projected } from '../reference-bins.js';
import { scaleOf, type SignalKind } from '../signal-kind.js';
import { driftMethods } from './index.js';
import type { Reading } from './method.js';

/** So many values spread evenly between two bounds: a distribution without the noise of one. */
function even(from: number, to: number, count = 1000): number[] {
  return Array.from({ length: count }, (_none, at) => from + ((to - from) * (at + 0.5)) / count);
}

function compared(
  method: string,
  kind: SignalKind,
  reference: readonly unknown[],
  window: readonly unknown[],
): Reading | null {
  const then = countsOf(scaleOf(kind), reference);
  const bins = cutBins(then, kind);
  const now = countsOf(scaleOf(kind), window);
  const own = driftMethods.find(({ name }) => name === method);
  return own?.compare(projected(bins, now), projected(bins, then), bins) ?? null;
}

const LETTERS = Array.from({ length: 1000 }, (_none, at) => 'abcd'[at % 4]);
const RARE = Array.from({ length: 1000 }, (_none, at) => (at % 20 === 0 ? 1 : 0));
const WITH_GAPS = even(0, 100).map((value, at) => (at % 3 === 0 ? null : value));

describe('methods', () => {
  it.each<{
    method: string;
    what: string;
    kind: SignalKind;
    was: readonly unknown[];
    is: readonly unknown[];
    direction: string;
  }>([
    {
      method: 'location',
      what: 'higher values',
      kind: 'number',
      was: even(0, 100),
      is: even(20, 120),
      direction: 'up',
    },
    {
      method: 'location',
      what: 'lower values',
      kind: 'number',
      was: even(0, 100),
      is: even(-20, 80),
      direction: 'down',
    },
    {
      method: 'spread',
      what: 'the same middle, further apart',
      kind: 'number',
      was: even(0, 100),
      is: even(-50, 150),
      direction: 'wider',
    },
    {
      method: 'spread',
      what: 'the same middle, closer',
      kind: 'number',
      was: even(0, 100),
      is: even(30, 70),
      direction: 'narrower',
    },
    {
      method: 'psi',
      what: 'two heaps',
      kind: 'number',
      was: even(0, 100),
      is: [...even(0, 20, 500), ...even(80, 100, 500)],
      direction: 'shape',
    },
    {
      method: 'category',
      what: 'one that comes more often',
      kind: 'category',
      was: LETTERS,
      is: [...LETTERS, ...LETTERS.slice(0, 300).fill('a')],
      direction: 'shape',
    },
    {
      method: 'tail',
      what: 'more of the highest',
      kind: 'number',
      was: even(0, 100),
      is: [...even(0, 100), ...even(99.5, 100, 50)],
      direction: 'up',
    },
    {
      method: 'rate',
      what: 'twice as many errors',
      kind: 'rate',
      was: RARE,
      is: RARE.map((own, at) => (at % 20 === 1 ? 1 : own)),
      direction: 'up',
    },
    {
      method: 'missing',
      what: 'values that are gone',
      kind: 'number',
      was: even(0, 100),
      is: WITH_GAPS,
      direction: 'up',
    },
    {
      method: 'unseen',
      what: 'names never seen',
      kind: 'category',
      was: LETTERS,
      is: LETTERS.map((own, at) => (at % 5 === 0 ? `new${at}` : own)),
      direction: 'up',
    },
  ])('$method sees $what', ({ method, kind, was, is, direction }) => {
    const reading = compared(method, kind, was, is);
    if (reading === null) throw new Error('nothing to compare');
    expect(reading.direction).toBe(direction);
    expect(pValueOf(reading, INDEPENDENT)).toBeLessThan(0.001);
    expect(sizeOf(reading, INDEPENDENT)).toBeGreaterThan(0.005);
  });

  it.each(driftMethods.map(({ name }) => name))('%s sees nothing where nothing changed', (name) => {
    const kinds: readonly [SignalKind, readonly unknown[]][] = [
      ['number', WITH_GAPS],
      ['number', even(0, 100, 10_000)],
      ['category', [...LETTERS, ...LETTERS.slice(0, 30).map((own, at) => `${own}${at}`)]],
      ['rate', RARE],
    ];
    const readings = kinds.flatMap(([kind, values]) => compared(name, kind, values, values) ?? []);
    expect(readings.length).toBeGreaterThan(0);
    for (const reading of readings) {
      expect(pValueOf(reading, INDEPENDENT)).toBeGreaterThan(0.5);
      expect(sizeOf(reading, INDEPENDENT)).toBe(0);
    }
  });

  it.each(['location', 'spread', 'psi'])('%s says nothing of a few values', (name) => {
    expect(compared(name, 'number', even(0, 100), even(500, 600, 19))).toBeNull();
  });

  it('PSI is what its formula gives, half a count added to each bin', () => {
    const reading = compared(
      'psi',
      'category',
      [...Array<string>(600).fill('a'), ...Array<string>(300).fill('b'), ...Array<string>(100).fill('c')],
      [...Array<string>(400).fill('a'), ...Array<string>(400).fill('b'), ...Array<string>(200).fill('c')],
    );
    const share = (count: number) => (count + 0.5) / (1000 + 0.5 * 3);
    const index = [
      [400, 600],
      [400, 300],
      [200, 100],
    ].reduce((sum, [now = 0, then = 0]) => sum + (share(now) - share(then)) * Math.log(share(now) / share(then)), 0);
    expect(reading?.index).toBeCloseTo(index, 2);
  });
});
