import { describe, expect, it } from 'vitest';
import { decodeTyped, type Doc, encode, numberOf } from '../bson/bson.js';
import { CursorRegistry, hasParity } from './cursors.js';

const MINUTE_MS = 60_000;

interface Reply {
  readonly ns: string;
  readonly id: number;
  readonly batch: readonly number[];
}

function read(reply: Buffer): Reply {
  const cursor = decodeTyped(reply)['cursor'] as Doc;
  const batch = (cursor['firstBatch'] ?? cursor['nextBatch']) as Doc[];
  return { ns: String(cursor['ns']), id: numberOf(cursor['id']), batch: batch.map(({ n }) => numberOf(n)) };
}

function docs(count: number): Buffer[] {
  return Array.from({ length: count }, (_, n) => encode({ n }));
}

describe(CursorRegistry.name, () => {
  it.each([
    { count: 0, batchSize: 10, first: 0, isOpen: false },
    { count: 10, batchSize: 10, first: 10, isOpen: false },
    { count: 11, batchSize: 10, first: 10, isOpen: true },
    { count: 3, batchSize: 0, first: 0, isOpen: true },
  ])(
    'answers $count documents with a batch of $first; a cursor is left: $isOpen',
    ({ count, batchSize, first, isOpen }) => {
      const registry = new CursorRegistry(0, Date.now);
      const reply = read(registry.start({ namespace: 'd.c', docs: docs(count), batchSize }));
      expect(reply.batch).toHaveLength(first);
      expect(reply.id > 0).toBe(isOpen);
      if (!isOpen) return;
      const rest = read(registry.more(reply.id, 'd.c', Infinity));
      expect([...reply.batch, ...rest.batch]).toEqual(Array.from({ length: count }, (_, n) => n));
      expect(rest.id).toBe(0);
      expect(() => registry.more(reply.id, 'd.c', 1)).toThrow(/not found/);
    },
  );

  it('never puts more than 16 MiB into a batch, and loses nothing at the border', () => {
    const registry = new CursorRegistry(0, Date.now);
    const large = Array.from({ length: 5 }, (_, n) => encode({ n, fill: 'x'.repeat(7_000_000) }));
    let reply = read(registry.start({ namespace: 'd.c', docs: large, batchSize: 101 }));
    const sizes: number[] = [reply.batch.length];
    const seen = [...reply.batch];
    while (reply.id !== 0) {
      reply = read(registry.more(reply.id, 'd.c', Infinity));
      sizes.push(reply.batch.length);
      seen.push(...reply.batch);
    }
    expect(sizes).toEqual([2, 2, 1]);
    expect(seen).toEqual([0, 1, 2, 3, 4]);
  });

  it('closes the source after a single batch, a kill, or ten idle minutes', () => {
    let nowMs = 0;
    let closed = 0;
    const registry = new CursorRegistry(1, () => nowMs);
    function* source(): Generator<Buffer, void> {
      try {
        yield* docs(100);
      } finally {
        closed++;
      }
    }
    registry.start({ namespace: 'd.c', docs: source(), batchSize: 5, isSingleBatch: true });
    expect(closed).toBe(1);
    const { id } = read(registry.start({ namespace: 'd.c', docs: source(), batchSize: 5 }));
    expect([registry.kill(id), registry.kill(id), closed]).toEqual([true, false, 2]);
    const idle = read(registry.start({ namespace: 'd.c', docs: source(), batchSize: 5 })).id;
    nowMs = 9 * MINUTE_MS;
    registry.more(idle, 'd.c', 5);
    nowMs = 18 * MINUTE_MS;
    registry.start({ namespace: 'd.c', docs: [], batchSize: 5 });
    expect(closed).toBe(2);
    nowMs = 29 * MINUTE_MS;
    registry.start({ namespace: 'd.c', docs: [], batchSize: 5 });
    expect(closed).toBe(3);
  });

  it('keeps a cursor to its collection and to its thread', () => {
    for (const parity of [0, 1] as const) {
      const registry = new CursorRegistry(parity, Date.now);
      const { id } = read(registry.start({ namespace: 'd.c', docs: docs(10), batchSize: 1 }));
      expect(hasParity(id, parity)).toBe(true);
      expect(Number.isSafeInteger(id)).toBe(true);
      expect(() => registry.more(id, 'd.other', 1)).toThrow(/not found/);
    }
  });
});
