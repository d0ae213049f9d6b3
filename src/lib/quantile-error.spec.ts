import { DDSketch } from '@datadog/sketches-js';
import { describe, expect, it } from 'vitest';
import { binOf, type LogHistogram, quantile } from './log-histogram.js';
import { countsOf } from './signal-counter.js';
import { quantileOf } from './signal-figures.js';
import { ONE_PERCENT_LEVEL } from './value-keys.js';

/** What is promised, and what the reference implementation of DDSketch is asked for. */
const ERROR = 0.01;
const DRAWS = 20_000;
const SHARES = [0, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1];

/** Two numbers within 0-1, spread evenly, the same in every run.
 * @see Roberts 2018, the R2 sequence */
function evenPair(at: number): readonly [number, number] {
  return [(0.5 + at * 0.754_877_666_246_692_8) % 1, (0.5 + at * 0.569_840_290_998_053_3) % 1];
}

/** @see Box, Muller 1958 */
function normal(at: number): number {
  const [one, other] = evenPair(at);
  return Math.sqrt(-2 * Math.log(1 - one)) * Math.cos(2 * Math.PI * other);
}

function drawn(draw: (at: number) => number): number[] {
  return Array.from({ length: DRAWS }, (_none, at) => draw(at));
}

const DISTRIBUTIONS: readonly { readonly of: string; readonly values: readonly number[] }[] = [
  { of: 'lognormal values', values: drawn((at) => Math.exp(4 + 0.8 * normal(at))) },
  { of: 'uniform values', values: drawn((at) => 0.5 + 999.5 * evenPair(at)[0]) },
  { of: 'two heaps', values: drawn((at) => (at % 3 === 0 ? 900 + 30 * normal(at) : 20 + 2 * normal(at))) },
  { of: 'a heavy tail', values: drawn((at) => (1 - evenPair(at)[0]) ** (-1 / 1.2)) },
  { of: 'whole numbers', values: drawn((at) => 1 + (at % 10)) },
  { of: 'a constant', values: drawn(() => 42) },
  { of: 'one value', values: [812] },
];

function histogramOf(values: readonly number[]): LogHistogram {
  const bins: Record<string, number> = {};
  for (const value of values) bins[binOf(value)] = (bins[binOf(value)] ?? 0) + 1;
  return bins;
}

describe.each(DISTRIBUTIONS)('quantiles of $of', ({ values }) => {
  const sorted = values.toSorted((one, other) => one - other);
  const histogram = histogramOf(values);
  const counts = countsOf('number', values);
  const sketch = new DDSketch({ relativeAccuracy: ERROR });
  for (const value of values) sketch.accept(value);

  it.each(SHARES)('are within 1 % of the exact one at %d, as those of DDSketch are', (share) => {
    const exact = sorted[Math.floor(share * (values.length - 1))] ?? Number.NaN;
    const errorOf = (estimate: number | null): number => Math.abs((estimate ?? Number.NaN) / exact - 1);
    // As much as the last digits may differ by.
    const allowed = ERROR + 1e-9;
    expect(errorOf(sketch.getValueAtQuantile(share))).toBeLessThanOrEqual(allowed);
    expect(errorOf(quantile(histogram, share))).toBeLessThanOrEqual(allowed);
    expect(counts.level).toBeLessThanOrEqual(ONE_PERCENT_LEVEL);
    expect(errorOf(quantileOf(counts, share))).toBeLessThanOrEqual(allowed);
  });
});
