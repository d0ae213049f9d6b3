import type { mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTemporary, type TemporaryServer } from '../../src/embedded-mongo/testing/temporary-server.js';

/* A filter with an operator that isn't supported was answered with nothing found as long as there was no collection: a program that
 * worked on an empty database failed on its first document. Found by Mongoose's own tests. */

let temporary: TemporaryServer;
let nowhere: mongo.Collection;
const filter = { a: { $notAnOperator: 1 } } as unknown as mongo.Filter<mongo.Document>;

beforeAll(async () => {
  temporary = await startTemporary();
  nowhere = temporary.db.collection('nowhere');
});
afterAll(() => temporary.stop());

describe('a filter that is not supported', () => {
  it.each<{ command: string; run: () => Promise<unknown> }>([
    { command: 'find', run: () => nowhere.find(filter).toArray() },
    { command: 'count', run: () => temporary.db.command({ count: 'nowhere', query: filter }) },
    { command: 'distinct', run: () => nowhere.distinct('a', filter) },
    { command: 'aggregate', run: () => nowhere.aggregate([{ $match: filter }]).toArray() },
    { command: 'update', run: () => nowhere.updateOne(filter, { $set: { a: 1 } }) },
    { command: 'delete', run: () => nowhere.deleteMany(filter) },
    { command: 'findAndModify', run: () => nowhere.findOneAndDelete(filter) },
  ])('is refused by $command of a collection that is not there', async ({ run }) => {
    await expect(run()).rejects.toMatchObject({ code: 9 });
  });
});
