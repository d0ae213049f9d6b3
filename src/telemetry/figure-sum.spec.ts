import { expect, it } from 'vitest';
import { type Figures, summed } from '../lib/event-figures.js';
import { FigureSum } from './figure-sum.js';

it('adds up in place to what a sum of figures is', () => {
  const all: Figures[] = [
    { normal: 1, suspicious: 2, risky: 3, latencySumMs: 4.5, tokens: 5, latencies: { '7': 1, '-3': 2 } },
    { normal: 10, suspicious: 0, risky: 1, latencySumMs: 0.5, tokens: 0, latencies: { '7': 4, '9': 1 } },
  ];
  const sum = new FigureSum();
  for (const figures of all) sum.add(figures);
  expect(sum).toEqual({
    normal: 11,
    suspicious: 2,
    risky: 4,
    latencySumMs: 5,
    tokens: 5,
    latencies: { '-3': 2, '7': 5, '9': 1 },
  });
  expect(sum).toEqual(summed(all));
});
