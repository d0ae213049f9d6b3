import { describe, expect, it } from 'vitest';
import { Coalescer } from './coalescer.js';

/** Work that ends when told to, and counts its runs. */
function slowWork() {
  const ends: (() => void)[] = [];
  const work = () => new Promise<number>((resolve) => ends.push(() => resolve(ends.length)));
  return { work, ends };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe(Coalescer.name, () => {
  it('shares one run between calls made together', async () => {
    const { work, ends } = slowWork();
    const coalescer = new Coalescer<number>();
    const calls = [coalescer.run('a', work), coalescer.run('a', work)];
    await turn();
    expect(ends).toHaveLength(1);
    ends[0]?.();
    expect(await Promise.all(calls)).toEqual([1, 1]);
  });

  it('lets calls during a run wait for one further run', async () => {
    const { work, ends } = slowWork();
    const coalescer = new Coalescer<number>();
    const first = coalescer.run('a', work);
    await turn();
    const later = [coalescer.run('a', work), coalescer.run('a', work)];
    await turn();
    expect(ends).toHaveLength(1);
    ends[0]?.();
    await first;
    await turn();
    expect(ends).toHaveLength(2);
    ends[1]?.();
    expect(await Promise.all(later)).toEqual([2, 2]);
  });

  it('keeps keys apart', async () => {
    const { work, ends } = slowWork();
    const coalescer = new Coalescer<number>();
    void coalescer.run('a', work);
    void coalescer.run('b', work);
    await turn();
    expect(ends).toHaveLength(2);
  });

  it('runs again after a failure', async () => {
    const coalescer = new Coalescer<number>();
    await expect(coalescer.run('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(coalescer.run('a', () => Promise.resolve(7))).resolves.toBe(7);
  });
});
