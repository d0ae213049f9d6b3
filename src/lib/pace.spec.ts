import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Pace } from './pace.js';

describe(Pace.name, () => {
  it.each([
    { pieces: [9], turns: 0 },
    { pieces: [10], turns: 1 },
    { pieces: [5, 5, 5], turns: 1 },
    { pieces: [45], turns: 4 },
  ])('gives others $turns turns after $pieces of ten', async ({ pieces, turns }) => {
    let turn = 0;
    const counting = { isOver: false };
    const count = async (): Promise<void> => {
      for (; !counting.isOver; turn++) await setImmediate();
    };
    const counted = count();
    const pace = new Pace(10);
    for (const piece of pieces) await pace.spend(piece);
    counting.isOver = true;
    await counted;
    expect(turn).toBeGreaterThanOrEqual(turns);
    expect(turn).toBeLessThanOrEqual(turns + 2);
  });
});
