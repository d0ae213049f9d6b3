import mongoose from 'mongoose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { times } from '../../support/factories.js';
import { eventually } from '../../support/poll.js';
import { ReplicaSet } from './replica-set.js';
import { startSet, type StartedSet } from './started-set.js';

interface Row {
  readonly _id: number | string;
  readonly n?: number;
}

describe(ReplicaSet.name, () => {
  let started: StartedSet, client: mongoose.mongo.MongoClient;
  let rows: mongoose.mongo.Collection<Row>;
  beforeEach(async () => {
    started = await startSet();
    client = started.client({ serverSelectionTimeoutMS: 5000 });
    rows = client.db('test').collection<Row>('rows');
    await rows.insertOne({ _id: 0, n: 0 });
  });
  afterEach(() => started.stop());

  it('looks like a set of three members to the driver', async () => {
    const descriptions = [...(client as unknown as Topologied).topology.description.servers.values()];
    await eventually(
      async () => descriptionsOf(client),
      (types) => JSON.stringify(types) === JSON.stringify(['RSPrimary', 'RSSecondary', 'RSSecondary']),
    );
    expect(descriptions).toHaveLength(3);
    expect(await client.db('admin').command({ hello: 1 })).toMatchObject({ setName: 'rs0', isWritablePrimary: true });
  });

  it.each(['stepdown', 'crash'] as const)('elects another member after a %s, and the driver finds it', async (kind) => {
    const election = started.set.elect({ downMs: 300, kind });
    const startedMs = performance.now();
    await rows.insertOne({ _id: 1 });
    expect(performance.now() - startedMs).toBeGreaterThan(250);
    await election;
    expect(started.set.primary).toBe(1);
    expect(await rows.countDocuments()).toBe(2);
  });

  it('refuses writes while there is no primary for longer than the driver waits', async () => {
    const impatient = started.client({ serverSelectionTimeoutMS: 100 });
    await impatient.connect();
    const election = started.set.elect({ downMs: 600 });
    const late = impatient.db('test').collection<Row>('rows');
    await expect(late.insertOne({ _id: 1 })).rejects.toThrow(mongoose.mongo.MongoServerSelectionError);
    await election;
  });

  it.each([10107, 189, 91, 11600, 11602, 13435, 13436])(
    'runs a write once where it ends with %i after it was run, and the driver sends it again',
    async (code) => {
      const fault = started.set.faults.add({
        failure: { kind: 'code', code, when: 'after' },
        commands: ['update'],
        times: 1,
      });
      expect(await rows.updateOne({ _id: 0 }, { $inc: { n: 1 } })).toMatchObject({ modifiedCount: 1 });
      expect(fault.hits).toBe(1);
      expect(await rows.findOne({ _id: 0 })).toMatchObject({ n: 1 });
      expect(started.set.counts.retriesRecalled).toBe(1);
    },
  );

  it.each(['before', 'after'] as const)('runs a write once where its connection closes %s it was run', async (when) => {
    started.set.faults.add({ failure: { kind: 'close', when }, commands: ['update', 'findAndModify'], times: 1 });
    await rows.updateOne({ _id: 0 }, { $inc: { n: 1 } });
    started.set.faults.add({ failure: { kind: 'close', when }, commands: ['findAndModify'], times: 1 });
    const found = await rows.findOneAndUpdate({ _id: 0 }, { $inc: { n: 1 } }, { returnDocument: 'after' });
    expect(found).toMatchObject({ n: 2 });
    expect(await rows.findOne({ _id: 0 })).toMatchObject({ n: 2 });
  });

  it('lets an error through to a client that does not retry', async () => {
    const plain = started.client({ retryWrites: false }).db('test').collection<Row>('rows');
    started.set.faults.add({ failure: { kind: 'code', code: 11602, when: 'after' }, commands: ['update'], times: 1 });
    await expect(plain.updateOne({ _id: 0 }, { $inc: { n: 1 } })).rejects.toMatchObject({ code: 11602 });
    expect(await rows.findOne({ _id: 0 })).toMatchObject({ n: 1 });
  });

  it('runs each statement of a bulk write once where an election comes in its middle', async () => {
    started.set.behaviour.statementsASlice = 5;
    const slow = { updateOne: { filter: { _id: 0 }, update: { $inc: { n: 1 } } } };
    started.set.behaviour.raceMs = 20;
    const upserts = Array.from({ length: 40 }, (_none, at) => ({
      updateOne: { filter: { _id: `new-${at}` }, update: { $inc: { n: 1 } }, upsert: true },
    }));
    const past = new mongoose.mongo.MongoClient(started.behindUri);
    const behind = past.db('test').collection('rows');
    await behind.countDocuments();
    const writing = rows.bulkWrite([slow, ...upserts], { ordered: false });
    await eventually(
      async () => behind.countDocuments(),
      (count) => count > 5 && count < 40,
    );
    await started.set.elect({ downMs: 20 });
    expect(await writing).toMatchObject({ upsertedCount: 40, modifiedCount: 1 });
    await past.close();
    expect(await rows.countDocuments({ n: 1 })).toBe(41);
    expect(started.set.counts.retriesRecalled).toBe(1);
  });

  it('ends a command although its client has gone, and a retry is not run again', async () => {
    const hasty = started.client({ socketTimeoutMS: 20 });
    await hasty.connect();
    const many = times(20_000, (_id) => ({ _id: _id + 1, text: 'x'.repeat(200) }));
    const error: unknown = await hasty
      .db('test')
      .collection<Row>('rows')
      .insertMany(many)
      .catch((thrown) => thrown);
    expect(String(error)).not.toContain('E11000');
    await eventually(
      async () => rows.countDocuments(),
      (count) => count === 20_001,
    );
  });

  it('says that a write was not confirmed by the majority, on demand', async () => {
    started.set.faults.add({ failure: { kind: 'unconfirmed' }, commands: ['insert'], times: 1 });
    await expect(rows.insertOne({ _id: 1 })).rejects.toThrow(mongoose.mongo.MongoWriteConcernError);
    expect(await rows.countDocuments()).toBe(2);
  });

  it('holds up a command for as long as it is told', async () => {
    started.set.faults.add({ failure: { kind: 'slow', ms: 300 }, commands: ['createIndexes'], times: 1 });
    const impatient = started.client({ socketTimeoutMS: 100 });
    await expect(impatient.db('test').collection('rows').createIndex({ n: 1 })).rejects.toThrow(/timed out/);
    await rows.createIndex({ n: 1 });
  });

  it('notes every command with its concerns and its read preference', async () => {
    await rows.insertOne({ _id: 1 }, { writeConcern: { w: 'majority', journal: true } });
    await rows.find({}, { readConcern: 'majority' }).toArray();
    const noted = started.set.recorder.commands(({ collection }) => collection === 'rows').slice(-2);
    expect(noted).toMatchObject([
      { command: 'insert', member: 0, writeConcern: { w: 'majority', j: true }, isRetryable: true, code: 0 },
      { command: 'find', readConcern: { level: 'majority' }, code: 0 },
    ]);
  });

  it('refuses on a secondary what is for the primary', async () => {
    const direct = new mongoose.mongo.MongoClient(started.set.memberUri(1));
    const there = direct.db('test').collection<Row>('rows');
    await expect(there.insertOne({ _id: 1 })).rejects.toMatchObject({ code: 10107 });
    await direct.close();
  });
});

/** The part of a client that its types leave out. */
interface Topologied {
  readonly topology: { readonly description: { readonly servers: ReadonlyMap<string, { readonly type: string }> } };
}

function descriptionsOf(client: mongoose.mongo.MongoClient): string[] {
  const { servers } = (client as unknown as Topologied).topology.description;
  return [...servers.values()].map(({ type }) => type);
}
