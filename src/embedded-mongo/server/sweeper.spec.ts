import type { mongo } from 'mongoose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEngine } from '../commands/engine.js';
import { countKeys } from '../storage/environment.js';
import { startTemporary, type TemporaryServer } from '../testing/temporary-server.js';

const START_MS = 1_700_000_000_000;
const WHOLE = { low: Buffer.from([0]), high: Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff]) };

let nowMs: number;
let temporary: TemporaryServer;
let items: mongo.Collection<{ _id: number; at?: unknown; n?: number }>;

beforeEach(async () => {
  nowMs = START_MS;
  temporary = await startTemporary({ now: () => nowMs });
  items = temporary.db.collection('items');
});
afterEach(() => temporary.stop());

describe('expiry', () => {
  it('deletes a document once its time is over, not before', async () => {
    await items.createIndex({ at: 1 }, { expireAfterSeconds: 60 });
    await items.insertMany([0, 1, 2].map((n) => ({ _id: n, at: new Date(START_MS + n * 1000) })));
    expect(await temporary.server.sweep()).toBe(0);
    nowMs = START_MS + 59_999;
    expect(await temporary.server.sweep()).toBe(0);
    nowMs = START_MS + 61_000;
    expect(await temporary.server.sweep()).toBe(2);
    expect(await items.distinct('_id')).toEqual([2]);
    nowMs = START_MS + 62_000;
    expect(await temporary.server.sweep()).toBe(1);
    expect(await items.countDocuments({ at: { $exists: true } }, { hint: 'at_1' })).toBe(0);
  });

  it.each([
    { kept: 'without the field', doc: {} },
    { kept: 'with null', doc: { at: null } },
    { kept: 'with a number', doc: { at: 5 } },
    { kept: 'with text', doc: { at: '2001-01-01' } },
    { kept: 'with a date to come', doc: { at: new Date(START_MS + 1e9) } },
  ])('keeps a document $kept', async ({ doc }) => {
    await items.createIndex({ at: -1 }, { expireAfterSeconds: 0 });
    await items.insertMany([
      { _id: 1, ...doc },
      { _id: 2, at: new Date(START_MS - 1) },
    ]);
    expect(await temporary.server.sweep()).toBe(1);
    expect(await items.distinct('_id')).toEqual([1]);
  });

  it('deletes in several slices and from every index', async () => {
    await items.createIndexes([{ key: { at: 1 }, expireAfterSeconds: 1 }, { key: { n: 1 } }]);
    await items.insertMany(Array.from({ length: 2500 }, (_, n) => ({ _id: n, n, at: new Date(START_MS) })));
    nowMs = START_MS + 2000;
    expect(await temporary.server.sweep()).toBe(2500);
    expect(await items.countDocuments({ n: { $gte: 0 } }, { hint: 'n_1' })).toBe(0);
  });

  it('counts the earliest date of an array', async () => {
    await items.createIndex({ at: 1 }, { expireAfterSeconds: 0 });
    await items.insertOne({ _id: 1, at: [new Date(START_MS + 1e6), new Date(START_MS - 2), new Date(START_MS - 1)] });
    await temporary.server.sweep();
    expect(await items.countDocuments()).toBe(0);
  });
});

describe('dropped data', () => {
  it('goes away, and nothing else does', async () => {
    const docs = Array.from({ length: 2500 }, (_, n) => ({ _id: n, n }));
    const kept = temporary.db.collection<{ _id: number; n: number }>('kept');
    for (const collection of [items, kept]) {
      await collection.createIndexes([{ key: { n: 1 } }, { key: { n: -1 } }]);
      await collection.insertMany(docs);
    }
    await items.drop();
    await kept.dropIndex('n_-1');
    await temporary.server.sweep();
    const engine = openEngine({ dataDir: temporary.dataDir, cursorParity: 1 });
    engine.env.refresh();
    expect(engine.catalogue.doomed()).toEqual([]);
    expect(countKeys(engine.env.documents, WHOLE)).toBe(2500);
    expect(countKeys(engine.env.entries, WHOLE)).toBe(2500);
    await engine.env.close();
    expect(await kept.countDocuments({ n: { $gte: 0 } })).toBe(2500);
  });

  it('goes away by itself, soon after the drop', async () => {
    await items.insertMany(Array.from({ length: 10 }, (_, n) => ({ _id: n })));
    await items.drop();
    const engine = openEngine({ dataDir: temporary.dataDir, cursorParity: 1 });
    await expect
      .poll(
        () => {
          engine.env.refresh();
          return countKeys(engine.env.documents, WHOLE);
        },
        { timeout: 10_000 },
      )
      .toBe(0);
    await engine.env.close();
  });
});
