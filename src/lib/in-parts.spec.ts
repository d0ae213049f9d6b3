import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { inParts, nextTurn } from './in-parts.js';

describe(inParts.name, () => {
  it.each([
    { items: [], parts: [] },
    { items: [1, 2], parts: [[1, 2, 0]] },
    { items: [1, 2, 3], parts: [[1, 2, 3, 0]] },
    { items: [1, 2, 3, 4, 5, 6, 7], parts: [[1, 2, 3, 0], [4, 5, 6, 3], [7, 6]] }, // prettier-ignore
  ])('gives what $parts.length parts of $items gave, in order', async ({ items, parts }) => {
    expect(await inParts<number, number[]>(items, 3, (part, from) => [...part, from])).toEqual(parts);
  });

  it('begins a part while the one before waits', async () => {
    const log: string[] = [];
    await inParts([1, 2], 1, async ([nth]) => {
      log.push(`begin ${nth}`);
      while (log.length < 2) await setImmediate();
      log.push(`end ${nth}`);
    });
    expect(log.slice(0, 2)).toEqual(['begin 1', 'begin 2']);
  });

  it('lets one part a turn of the event loop have its time, whosever it is', async () => {
    const log: string[] = [];
    let turn = 0;
    const running = ['a', 'b'].map((name) => inParts([1, 2, 3], 1, () => log.push(`${name} in ${turn}`)));
    const count = async (): Promise<void> => {
      for (; log.length < 6; turn++) await setImmediate();
    };
    await Promise.all([...running, count()]);
    const turns = log.slice(2).map((line) => line.slice(-1));
    expect(new Set(turns).size).toBe(4);
    expect(log.map((line) => line[0])).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
  });

  it('throws the first error once every part has ended', async () => {
    const ended: number[] = [];
    const running = inParts([1, 2, 3], 1, async ([nth = 0]) => {
      if (nth < 3) throw new Error(`part ${nth}`);
      await nextTurn();
      ended.push(nth);
    });
    await expect(running).rejects.toThrow('part 1');
    expect(ended).toEqual([3]);
  });
});

describe('parts by weight', () => {
  it.each([
    { weights: [1, 1, 1, 1, 1], parts: [3, 2] },
    { weights: [5, 5, 1], parts: [1, 2] },
    { weights: [20, 1, 20], parts: [1, 1, 1] },
    { weights: [], parts: [] },
  ])('of $weights are $parts', async ({ weights, parts }) => {
    const froms: number[] = [];
    const size = { items: 3, weight: 8, weightOf: (weight: number) => weight };
    const lengths = await inParts(weights, size, (part, from) => {
      froms.push(from);
      return part.length;
    });
    expect(lengths).toEqual(parts);
    expect(froms).toEqual(parts.map((_length, nth) => parts.slice(0, nth).reduce((sum, length) => sum + length, 0)));
  });
});
