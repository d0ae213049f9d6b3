import { beforeEach, describe, expect, it } from 'vitest';
import { TtlCache } from './ttl-cache.js';

describe(TtlCache.name, () => {
  let nowMs: number, reads: number, cache: TtlCache<string>;
  const read = async (): Promise<string> => `read ${++reads}`;
  beforeEach(() => {
    nowMs = 1000;
    reads = 0;
    cache = new TtlCache({ ttlMs: 5000, maxEntries: 2, now: () => nowMs });
  });

  it.each([
    { when: 'nothing happened', afterMs: 0, value: 'read 1' },
    { when: 'it is nearly stale', afterMs: 4999, value: 'read 1' },
    { when: 'it is stale', afterMs: 5000, value: 'read 2' },
  ])('gives $value when $when', async ({ afterMs, value }) => {
    await cache.get('a', read);
    nowMs += afterMs;
    expect(await cache.get('a', read)).toBe(value);
  });

  it('keeps keys apart, whatever their names', async () => {
    expect(await cache.get('__proto__', read)).toBe('read 1');
    expect(await cache.get('constructor', read)).toBe('read 2');
    expect(await cache.get('__proto__', read)).toBe('read 1');
  });

  it('remembers that there is nothing', async () => {
    const absent = new TtlCache<null>({ ttlMs: 1, maxEntries: 1, now: () => nowMs });
    await absent.get('a', async () => null);
    expect(await absent.get('a', async () => Promise.reject(new Error('read again')))).toBeNull();
  });

  it('reads again what was forgotten', async () => {
    await cache.get('a', read);
    cache.forget('a');
    expect(await cache.get('a', read)).toBe('read 2');
  });

  it('drops the entry that was read longest ago when there are too many', async () => {
    await cache.get('a', read);
    await cache.get('b', read);
    await cache.get('c', read);
    expect(await cache.get('b', read)).toBe('read 2');
    expect(await cache.get('a', read)).toBe('read 4');
  });

  it('drops no other entry for one that is read again', async () => {
    await cache.get('a', read);
    nowMs += 3000;
    await cache.get('b', read);
    nowMs += 3000;
    await cache.get('a', read);
    expect(await cache.get('b', read)).toBe('read 2');
  });

  it('reads once for all who ask at the same moment', async () => {
    expect(await Promise.all([cache.get('a', read), cache.get('a', read)])).toEqual(['read 1', 'read 1']);
  });

  it('counts age from the beginning of the reading', async () => {
    await cache.get('a', async () => {
      nowMs += 5000;
      return 'slow';
    });
    expect(await cache.get('a', read)).toBe('read 1');
  });

  it('does not remember what was forgotten while it was being read', async () => {
    const { promise, resolve } = withResolvers();
    const slow = cache.get('a', () => promise);
    cache.forget('a');
    resolve('from before');
    expect(await slow).toBe('from before');
    expect(await cache.get('a', read)).toBe('read 1');
  });

  it('does not remember failures', async () => {
    await expect(cache.get('a', async () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await cache.get('a', read)).toBe('read 1');
  });
});

function withResolvers(): { promise: Promise<string>; resolve: (value: string) => void } {
  let resolve!: (value: string) => void;
  const promise = new Promise<string>((done) => (resolve = done));
  return { promise, resolve };
}
