import { describe, expect, it } from 'vitest';
import { chiSquareTail, logGamma } from './chi-square.js';

describe(chiSquareTail.name, () => {
  // Quantiles out of printed tables, and closed forms: exp(-x/2) for two degrees of freedom.
  it.each([
    { value: 3.841458820694124, df: 1, p: 0.05 },
    { value: 6.634896601021213, df: 1, p: 0.01 },
    { value: 10.827566170662733, df: 1, p: 0.001 },
    { value: 18.307038053275146, df: 10, p: 0.05 },
    { value: 124.3421134, df: 100, p: 0.05 },
    { value: 1, df: 2, p: Math.exp(-0.5) },
    { value: 60, df: 2, p: Math.exp(-30) },
    { value: 0.01, df: 2, p: Math.exp(-0.005) },
  ])('of $value with $df degrees of freedom is $p', ({ value, df, p }) => {
    expect(chiSquareTail(value, df) / p).toBeCloseTo(1, 7);
  });

  it.each([
    { value: 0, p: 1 },
    { value: -1, p: 1 },
    { value: Number.NaN, p: 1 },
    { value: Number.POSITIVE_INFINITY, p: 0 },
  ])('of $value is $p', ({ value, p }) => expect(chiSquareTail(value, 3)).toBe(p));
});

describe(logGamma.name, () => {
  it.each([
    { x: 1, log: 0 },
    { x: 5, log: Math.log(24) },
    { x: 0.5, log: Math.log(Math.PI) / 2 },
    { x: 0.25, log: 1.2880225246980774 },
  ])('of $x is $log', ({ x, log }) => expect(logGamma(x)).toBeCloseTo(log, 10));
});
