import type mongoose from 'mongoose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../support/poll.js';
import { DEADLOCK_CODE } from './errors.js';
import { startSet, type StartedSet } from './started-set.js';

interface Row {
  readonly _id: string;
  readonly owner?: string;
  readonly n?: number;
}

describe('contention', () => {
  let started: StartedSet, rows: mongoose.mongo.Collection<Row>;
  beforeEach(async () => {
    started = await startSet();
    rows = started.client().db('test').collection<Row>('rows');
  });
  afterEach(() => started.stop());

  const eight = <T>(run: (at: number) => Promise<T>): Promise<PromiseSettledResult<T>[]> =>
    Promise.allSettled(Array.from({ length: 8 }, (_none, at) => run(at)));

  it('upserts whose filter is exactly the unique index are all done', async () => {
    const ended = await eight(async () => rows.updateOne({ _id: 'new' }, { $inc: { n: 1 } }, { upsert: true }));
    expect(ended.every(({ status }) => status === 'fulfilled')).toBe(true);
    expect(await rows.findOne({ _id: 'new' })).toMatchObject({ n: 8 });
  });

  it.each([
    {
      what: 'an update',
      run: async () => rows.updateOne({ _id: 'new', owner: 'me' }, { $inc: { n: 1 } }, { upsert: true }),
    },
    {
      what: 'a bulk write',
      run: async () => {
        const update = { filter: { _id: 'new', owner: 'me' }, update: { $inc: { n: 1 } }, upsert: true };
        return rows.bulkWrite([{ updateOne: update }], { ordered: false });
      },
    },
    {
      what: 'findAndModify',
      run: async () => rows.findOneAndUpdate({ _id: 'new', owner: 'me' }, { $inc: { n: 1 } }, { upsert: true }),
    },
  ])('$what with a filter wider than the index loses the race, and is told which key', async ({ run }) => {
    await rows.insertOne({ _id: 'warm' });
    await eight(async () => rows.findOne({ _id: 'warm' }));
    const ended = await eight<unknown>(run);
    const lost = ended.filter((end): end is PromiseRejectedResult => end.status === 'rejected');
    expect(lost.length).toBeGreaterThan(0);
    expect(lost.length).toBe(started.set.counts.upsertsLost);
    for (const { reason } of lost) {
      expect(reason).toMatchObject({ code: 11000 });
      expect(reason.message).toMatch(/^E11000 .* index: _id_ dup key: \{"_id":"new"\}/);
    }
    expect(await rows.findOne({ _id: 'new' })).toMatchObject({ n: 8 - lost.length });
    // It is there now: nobody loses any more.
    const again = await eight<unknown>(run);
    expect(again.every(({ status }) => status === 'fulfilled')).toBe(true);
  });

  it('an upsert races over other unique indexes, too', async () => {
    await rows.createIndex({ owner: 1 }, { unique: true });
    const ended = await eight(async (at) =>
      rows.updateOne({ _id: `own-${at}` }, { $setOnInsert: { owner: 'one' } }, { upsert: true }),
    );
    const lost = ended.filter((end): end is PromiseRejectedResult => end.status === 'rejected');
    expect(lost).toHaveLength(7);
    expect(lost[0]?.reason).toMatchObject({ code: 11000, keyPattern: { owner: 1 }, keyValue: { owner: 'one' } });
  });

  describe('bulk writes that are transactions', () => {
    const ids = Array.from({ length: 40 }, (_none, at) => `row-${String(at).padStart(2, '0')}`);
    beforeEach(async () => {
      await rows.insertMany(ids.map((_id) => ({ _id, n: 0 })));
      started.set.behaviour.locks = 'transactions';
      started.set.behaviour.deadlockMs = 10;
    });

    const touch = (order: readonly string[]): Promise<unknown> =>
      rows.bulkWrite(
        order.map((_id) => ({ updateOne: { filter: { _id }, update: { $inc: { n: 1 } } } })),
        { ordered: false },
      );

    it('in one order never meet a deadlock', async () => {
      const ended = await eight(async () => touch(ids));
      expect(ended.every(({ status }) => status === 'fulfilled')).toBe(true);
      expect(started.set.counts.deadlocks).toBe(0);
      expect(await rows.countDocuments({ n: 8 })).toBe(40);
    });

    it('in different orders do, and are told so by statement', async () => {
      const ended = await eight(async (at) => touch(at % 2 === 0 ? ids : ids.toReversed()));
      const lost = ended.filter((end): end is PromiseRejectedResult => end.status === 'rejected');
      expect(lost.length).toBeGreaterThan(0);
      expect(lost[0]?.reason).toMatchObject({ code: DEADLOCK_CODE });
    });

    it('or as a whole, and then nothing of the command is done', async () => {
      started.set.behaviour.deadlock = 'command';
      const ended = await eight(async (at) => touch(at % 2 === 0 ? ids : ids.toReversed()));
      const lost = ended.filter((end): end is PromiseRejectedResult => end.status === 'rejected');
      expect(lost.length).toBeGreaterThan(0);
      expect(lost[0]?.reason).toMatchObject({ code: 112 });
      expect(await rows.countDocuments({ n: 8 - lost.length })).toBe(40);
    });
  });
});

describe('secondaries that lag', () => {
  it('show what was written only later, to reads that are not pinned to the primary', async () => {
    const started = await startSet({ lagMs: 300 });
    const read = started.client({}, '&readPreference=secondary').db('test').collection<Row>('rows');
    const write = started.client().db('test').collection<Row>('rows');
    await write.insertOne({ _id: 'one' });
    expect(await read.countDocuments()).toBe(0);
    expect(await write.countDocuments()).toBe(1);
    await eventually(
      async () => read.countDocuments(),
      (count) => count === 1,
    );
    const elsewhere = started.set.recorder.commands(({ member }) => member !== 0);
    expect(new Set(elsewhere.map(({ readPreference }) => readPreference))).toEqual(new Set(['secondary']));
    await started.stop();
  });
});
