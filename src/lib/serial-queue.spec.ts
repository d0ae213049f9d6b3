import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { SerialQueue } from './serial-queue.js';

describe(SerialQueue.name, () => {
  it('does work of one key in turn, and work of another beside it', async () => {
    const queue = new SerialQueue();
    const said: string[] = [];
    const work = (name: string) => async (): Promise<void> => {
      said.push(`${name} begins`);
      await setImmediate();
      said.push(`${name} ends`);
    };
    await Promise.all([queue.take('a', work('a1')), queue.take('a', work('a2')), queue.take('b', work('b1'))]);
    expect(said.filter((line) => line.startsWith('a'))).toEqual(['a1 begins', 'a1 ends', 'a2 begins', 'a2 ends']);
    expect(said.indexOf('b1 begins')).toBeLessThan(said.indexOf('a1 ends'));
  });

  it('goes on after work that failed, and forgets keys without work', async () => {
    const queue = new SerialQueue();
    const failed = queue.take('a', async () => Promise.reject(new Error('no')));
    const next = queue.take('a', async () => 'done');
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('done');
    await queue.over();
    expect(Reflect.get(queue, 'lasts')).toMatchObject({ size: 0 });
  });
});
