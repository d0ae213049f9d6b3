import { describe, expect, it } from 'vitest';
import { Pace } from './pace.js';

describe(Pace.name, () => {
  it('is due after some milliseconds of work, and again after the next', async () => {
    const pace = new Pace();
    expect(pace.isDue()).toBe(false);
    for (let round = 0; round < 2; round++) {
      while (!pace.isDue());
      await pace.rest();
      expect(pace.isDue()).toBe(false);
    }
  });

  it('lets everything else go first', async () => {
    const order: string[] = [];
    setImmediate(() => order.push('other'));
    await new Pace().rest();
    order.push('work');
    expect(order).toEqual(['other', 'work']);
  });
});
