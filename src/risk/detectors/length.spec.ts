import { describe, expect, it } from 'vitest';
import { length } from './length.js';

describe('length', () => {
  it.each([
    { of: 'no prompt', prompt: '', strength: 0, isFlagged: false },
    { of: 'a short prompt', prompt: 'x'.repeat(500), strength: 0.25, isFlagged: false },
    { of: 'a prompt just below the flag', prompt: 'x'.repeat(1599), strength: 0.7995, isFlagged: false },
    { of: 'a prompt at the flag', prompt: 'x'.repeat(1600), strength: 0.8, isFlagged: true },
    { of: 'a full prompt', prompt: 'x'.repeat(2000), strength: 1, isFlagged: true },
    { of: 'a longer prompt', prompt: 'x'.repeat(9000), strength: 1, isFlagged: true },
    { of: 'emoji, each counted once', prompt: '😀'.repeat(1000), strength: 0.5, isFlagged: false },
  ])('is $strength for $of, flagged: $isFlagged', ({ prompt, strength, isFlagged }) => {
    const found = length.strength({ prompt, response: 'y'.repeat(3000), whole: '' });
    expect(found).toBe(strength);
    expect(found >= length.raisesFlagFrom).toBe(isFlagged);
  });
});
