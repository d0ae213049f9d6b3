import { describe, expect, it } from 'vitest';
import { addedTallies, tallyWithout, valuesIn } from './tally.js';

const ONE = { missing: 1, bins: [1, 2, 3] };
const OTHER = { missing: 4, bins: [0, 5, 1] };

describe(addedTallies.name, () => {
  it('adds bin by bin', () => expect(addedTallies([ONE, OTHER], 3)).toEqual({ missing: 5, bins: [1, 7, 4] }));
  it('of none has empty bins', () => expect(addedTallies([], 2)).toEqual({ missing: 0, bins: [0, 0] }));
  it('leaves what it adds as it was', () => {
    addedTallies([ONE, ONE], 3);
    expect(ONE).toEqual({ missing: 1, bins: [1, 2, 3] });
  });
});

describe(tallyWithout.name, () => {
  it('takes away what was added', () => expect(tallyWithout(addedTallies([ONE, OTHER], 3), OTHER)).toEqual(ONE));
});

describe(valuesIn.name, () => {
  it('counts what is there', () => expect(valuesIn(ONE)).toBe(6));
});
