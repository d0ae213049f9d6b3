import { describe, expect, it } from 'vitest';
import { Pace, paced } from './pace.js';

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

describe(paced.name, () => {
  it('gives what the work gives, in order', async () => {
    expect(await paced(['a', 'b'], (item, index) => `${item}${index}`)).toEqual(['a0', 'b1']);
  });

  it('lets others work between long steps', async () => {
    const order: string[] = [];
    setImmediate(() => order.push('other'));
    await paced([1, 2], (item) => {
      const pace = new Pace();
      while (!pace.isDue());
      order.push(`work ${item}`);
    });
    expect(order).toEqual(['work 1', 'other', 'work 2']);
  });
});
