import type { mongo } from 'mongoose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTemporary, type TemporaryServer } from '../testing/temporary-server.js';

interface Job {
  _id: number;
  state: string;
  priority: number;
  attempts?: number;
  leasedUntil?: Date;
}

let temporary: TemporaryServer;
let jobs: mongo.Collection<Job>;

beforeAll(async () => {
  temporary = await startTemporary();
});
afterAll(() => temporary.stop());
beforeEach(async () => {
  await temporary.db.dropDatabase();
  jobs = temporary.db.collection('jobs');
  await jobs.createIndex({ state: 1, priority: -1 });
  await jobs.insertMany([
    { _id: 1, state: 'new', priority: 1 },
    { _id: 2, state: 'new', priority: 3 },
    { _id: 3, state: 'leased', priority: 9, leasedUntil: new Date(1000) },
    { _id: 4, state: 'leased', priority: 8, leasedUntil: new Date(9000) },
  ]);
});

const claimable = (nowMs: number): mongo.Filter<Job> => ({
  $or: [{ state: 'new' }, { state: 'leased', leasedUntil: { $lt: new Date(nowMs) } }],
});

describe('findAndModify', () => {
  it('claims the best of several kinds and shows it as it is now', async () => {
    const claimed = await jobs.findOneAndUpdate(
      claimable(5000),
      { $set: { state: 'leased', leasedUntil: new Date(9000) }, $inc: { attempts: 1 } },
      { sort: { priority: -1 }, returnDocument: 'after' },
    );
    expect(claimed).toEqual({ _id: 3, state: 'leased', priority: 9, leasedUntil: new Date(9000), attempts: 1 });
  });

  it('gives every claimer another document', async () => {
    const claims = await Promise.all(
      Array.from({ length: 5 }, () =>
        jobs.findOneAndUpdate(claimable(5000), { $set: { state: 'done' } }, { sort: { priority: -1 } }),
      ),
    );
    expect(claims.map((claim) => claim?._id)).toEqual(expect.arrayContaining([3, 2, 1, undefined, undefined]));
    expect(await jobs.countDocuments({ state: 'done' })).toBe(3);
  });

  it('shows the document as it was', async () => {
    expect(await jobs.findOneAndUpdate({ _id: 1 }, { $inc: { priority: 1 } })).toMatchObject({ priority: 1 });
    expect(await jobs.findOne({ _id: 1 })).toMatchObject({ priority: 2 });
  });

  it('finds nothing', async () => {
    const result = await jobs.findOneAndUpdate({ _id: 99 }, { $set: { state: 'x' } }, { includeResultMetadata: true });
    expect(result).toMatchObject({ value: null, lastErrorObject: { n: 0, updatedExisting: false }, ok: 1 });
    expect(await temporary.db.collection('none').findOneAndDelete({})).toBeNull();
  });

  it('upserts and shows the new document or nothing', async () => {
    const options = { upsert: true, includeResultMetadata: true } as const;
    const update = { $set: { state: 'new' }, $setOnInsert: { priority: 5 } };
    expect(await jobs.findOneAndUpdate({ _id: 7 }, update, options)).toMatchObject({
      value: null,
      lastErrorObject: { n: 1, updatedExisting: false, upserted: 7 },
    });
    expect(await jobs.findOneAndUpdate({ _id: 8 }, update, { ...options, returnDocument: 'after' })).toMatchObject({
      value: { _id: 8, state: 'new', priority: 5 },
    });
  });

  it('replaces, deletes and projects', async () => {
    const projection = { priority: 1, _id: 0 };
    expect(
      await jobs.findOneAndReplace({ _id: 1 }, { state: 'x', priority: 7 }, { projection, returnDocument: 'after' }),
    ).toEqual({ priority: 7 });
    expect(await jobs.findOneAndDelete({ state: 'leased' }, { sort: { priority: 1 }, projection })).toEqual({
      priority: 8,
    });
    expect(await jobs.findOne({ _id: 4 })).toBeNull();
    expect(await jobs.countDocuments({ state: 'leased' }, { hint: 'state_1_priority_-1' })).toBe(1);
  });

  it('keeps the indexes in step', async () => {
    await jobs.findOneAndUpdate({ _id: 1 }, { $set: { state: 'done' } });
    expect(await jobs.distinct('_id', { state: 'done' }, { hint: 'state_1_priority_-1' })).toEqual([1]);
    expect(await jobs.distinct('_id', { state: 'new' }, { hint: 'state_1_priority_-1' })).toEqual([2]);
  });

  it('fails on a duplicate without changing anything', async () => {
    await jobs.createIndex({ attempts: 1 }, { unique: true, sparse: true });
    await jobs.updateOne({ _id: 1 }, { $set: { attempts: 1 } });
    await expect(jobs.findOneAndUpdate({ _id: 2 }, { $set: { attempts: 1, state: 'x' } })).rejects.toMatchObject({
      code: 11000,
    });
    expect(await jobs.findOne({ _id: 2 })).toEqual({ _id: 2, state: 'new', priority: 3 });
  });

  it('refuses array filters that the update does not use', async () => {
    const run = jobs.findOneAndUpdate({ _id: 1 }, { $set: { state: 'x' } }, { arrayFilters: [{ x: 1 }] });
    await expect(run).rejects.toMatchObject({ code: 9 });
  });
});
