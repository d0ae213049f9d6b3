import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTemporary, type TemporaryServer } from './testing/temporary-server.js';

const schema = new mongoose.Schema(
  {
    name: { type: String, required: true, unique: true },
    kind: { type: String, enum: ['a', 'b'], index: true },
    count: { type: Number, default: 0 },
    tags: [String],
    parts: [{ sku: String, amount: Number }],
    meta: { type: Map, of: String },
    seenAt: Date,
  },
  { timestamps: true },
);

let temporary: TemporaryServer;
let connection: mongoose.Connection;

beforeAll(async () => {
  temporary = await startTemporary();
  connection = await mongoose
    .createConnection(temporary.server.uri, { dbName: 'app', bufferCommands: false })
    .asPromise();
});
afterAll(async () => {
  await connection.close();
  await temporary.stop();
});

function makeModel(name: string) {
  return connection.model(name, schema);
}

describe('Mongoose', () => {
  it('creates its indexes and finds nothing left to do', async () => {
    const Item = makeModel('Indexed');
    await Item.createIndexes();
    expect((await Item.listIndexes()).map((index) => index['name'] as string)).toEqual(['_id_', 'name_1', 'kind_1']);
    expect(await Item.syncIndexes()).toEqual([]);
    expect(await Item.diffIndexes()).toEqual({ toDrop: [], toCreate: [] });
  });

  it('drops and makes indexes to fit a changed schema', async () => {
    const Old = makeModel('Synced');
    await Old.createIndexes();
    connection.deleteModel('Synced');
    const New = connection.model('Synced', new mongoose.Schema({ name: String, other: { type: Number, index: true } }));
    expect(await New.syncIndexes()).toEqual(expect.arrayContaining(['name_1', 'kind_1']));
    expect((await New.listIndexes()).map((index) => index['name'] as string)).toEqual(['_id_', 'other_1']);
  });

  it('saves changes of every kind', async () => {
    const Item = makeModel('Saved');
    const item = await Item.create({
      name: 'n',
      kind: 'a',
      tags: ['x'],
      parts: [{ sku: 's', amount: 1 }],
      meta: { k: 'v' },
    });
    item.count += 5;
    item.tags.push('y');
    item.parts[0]!.amount = 2;
    item.meta?.set('k2', 'v2');
    item.set('seenAt', new Date(5));
    await item.save();
    const found = await Item.findById(item._id).lean();
    expect(found).toMatchObject({
      count: 5,
      tags: ['x', 'y'],
      parts: [{ sku: 's', amount: 2 }],
      meta: { k: 'v', k2: 'v2' },
      seenAt: new Date(5),
    });
    expect(found!.updatedAt.getTime()).toBeGreaterThanOrEqual(found!.createdAt.getTime());
    item.set('seenAt', undefined);
    await item.save();
    expect(await Item.findById(item._id).lean()).not.toHaveProperty('seenAt');
  });

  it('notices that another save came first', async () => {
    const Item = makeModel('Versioned');
    const { _id } = await Item.create({ name: 'n', tags: ['a', 'b'] });
    const [first, second] = await Promise.all([Item.findById(_id), Item.findById(_id)]);
    first!.tags = ['c'];
    await first!.save();
    second!.tags.splice(0, 1);
    second!.markModified('tags');
    await expect(second!.save()).rejects.toThrow(mongoose.Error.VersionError);
  });

  it('reports a duplicate with its key', async () => {
    const Item = makeModel('Unique');
    await Item.createIndexes();
    await Item.create({ name: 'n' });
    await expect(Item.create({ name: 'n' })).rejects.toMatchObject({ code: 11000, keyValue: { name: 'n' } });
  });

  it('updates, counts, finds and deletes', async () => {
    const Item = makeModel('Queried');
    await Item.insertMany(
      Array.from({ length: 20 }, (_, i) => ({ name: `n${i}`, kind: i % 2 === 0 ? 'a' : 'b', count: i })),
    );
    expect(await Item.updateOne({ name: 'n3' }, { $inc: { count: 100 } })).toMatchObject({ modifiedCount: 1 });
    expect(await Item.updateMany({ kind: 'a' }, { $push: { tags: 't' } })).toMatchObject({ modifiedCount: 10 });
    expect(await Item.updateOne({ name: 'new' }, { $set: { kind: 'b' } }, { upsert: true })).toMatchObject({
      upsertedCount: 1,
    });
    expect((await Item.findOne({ name: 'new' }).lean())!.createdAt).toBeInstanceOf(Date);
    expect(await Item.countDocuments({ kind: 'b' })).toBe(11);
    expect(await Item.exists({ name: 'n1' })).not.toBeNull();
    const top = await Item.find({ kind: 'b' }).sort({ count: -1 }).limit(2).select('name -_id').lean();
    expect(top).toEqual([{ name: 'n3' }, { name: 'n19' }]);
    const changed = await Item.findOneAndUpdate(
      { name: 'n1' },
      { $set: { count: -1 } },
      { returnDocument: 'after', lean: true },
    );
    expect(changed).toMatchObject({ count: -1 });
    expect(await Item.deleteMany({ count: { $lt: 10 } })).toMatchObject({ deletedCount: 10 });
    expect(await Item.distinct('kind')).toEqual(['a', 'b']);
    const groups = await Item.aggregate<{ _id: string; n: number }>([
      { $match: { count: { $gt: 0 } } },
      { $group: { _id: '$kind', n: { $sum: 1 } } },
      { $sort: { _id: 1 } },
    ]);
    expect(groups).toEqual([
      { _id: 'a', n: 5 },
      { _id: 'b', n: 6 },
    ]);
  });

  it('walks a cursor', async () => {
    const Item = makeModel('Walked');
    await Item.insertMany(Array.from({ length: 250 }, (_, i) => ({ name: `n${i}` })));
    let seen = 0;
    for await (const item of Item.find().lean().cursor({ batchSize: 50 })) if (item.name.startsWith('n')) seen++;
    expect(seen).toBe(250);
  });

  it('populates references', async () => {
    const Part = connection.model('Part', new mongoose.Schema({ title: String }));
    const Whole = connection.model(
      'Whole',
      new mongoose.Schema({ part: { type: mongoose.Schema.Types.ObjectId, ref: 'Part' } }),
    );
    const part = await Part.create({ title: 't' });
    const whole = await Whole.create({ part: part._id });
    expect((await Whole.findById(whole._id).populate('part').lean())?.part).toMatchObject({ title: 't' });
  });
});
