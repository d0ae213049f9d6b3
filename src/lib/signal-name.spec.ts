import { describe, expect, it } from 'vitest';
import { countsOf } from './signal-counter.js';
import { absentCounts } from './signal-name.js';

describe(absentCounts.name, () => {
  it.each([
    { name: 'latency', scale: 'number' as const, counts: countsOf('number', [null, null]) },
    { name: 'feature.country', scale: 'category' as const, counts: countsOf('category', [null, null]) },
    { name: 'flag.secret_leak', scale: 'number' as const, counts: countsOf('number', [0, 0]) },
  ])('of $name', ({ name, scale, counts }) => expect(absentCounts(name, scale, 2)).toEqual(counts));
});
