import { readFileSync } from 'node:fs';
import type { mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTemporary, type TemporaryServer } from './testing/temporary-server.js';

/* What this server leaves to MongoDB, each with the very error that a client gets. The table in the documentation is checked against this. */

interface Refusal {
  /** What the error says is not supported; for a command that isn't here, its name. */
  readonly what: string;
  readonly code: 9 | 59 | 115;
  readonly command: mongo.Document;
}

const find = (more: mongo.Document): mongo.Document => ({ find: 'items', ...more });
const filter = (query: mongo.Document): mongo.Document => find({ filter: query });
const stage = (one: mongo.Document): mongo.Document => ({ aggregate: 'items', pipeline: [one], cursor: {} });
const index = (key: mongo.Document, more: mongo.Document = {}): mongo.Document => ({
  createIndexes: 'items',
  indexes: [{ key, name: 'one', ...more }],
});
const update = (u: mongo.Document, more: mongo.Document = {}): mongo.Document => ({
  update: 'items',
  updates: [{ q: {}, u, ...more }],
});

const COMMANDS: readonly Refusal[] = [
  'bulkWrite',
  'collMod',
  'explain',
  'mapReduce',
  'renameCollection',
  'createUser',
  'validate',
].map((name) => ({ what: name, code: 59, command: { [name]: 'items' } }));

const OPTIONS: readonly Refusal[] = [
  { what: 'A transaction', code: 115, command: find({ txnNumber: 1, startTransaction: true, autocommit: false }) },
  { what: 'Read concern {"level":"snapshot"}', code: 115, command: find({ readConcern: { level: 'snapshot' } }) },
  {
    what: 'Write concern tagged',
    code: 115,
    command: { insert: 'items', documents: [{}], writeConcern: { w: 'tagged' } },
  },
  { what: 'The option collation of find', code: 115, command: find({ collation: { locale: 'de' } }) },
  { what: 'The option tailable of find', code: 115, command: find({ tailable: true }) },
  { what: 'The option min of find', code: 115, command: find({ min: { _id: 1 } }) },
  { what: 'The option max of find', code: 115, command: find({ max: { _id: 1 } }) },
  { what: 'The option returnKey of find', code: 115, command: find({ returnKey: true }) },
  { what: 'The option showRecordId of find', code: 115, command: find({ showRecordId: true }) },
  {
    what: 'The option collation of a write',
    code: 115,
    command: update({ $set: { a: 1 } }, { collation: { locale: 'de' } }),
  },
  { what: 'The option sort of a write', code: 115, command: update({ $set: { a: 1 } }, { sort: { a: 1 } }) },
  ...['capped', 'validator', 'viewOn', 'timeseries', 'clusteredIndex', 'collation', 'expireAfterSeconds'].map(
    (option): Refusal => ({
      what: `The option ${option} of create`,
      code: 115,
      command: { create: 'c', [option]: { a: 1 } },
    }),
  ),
];

const QUERIES: readonly Refusal[] = [
  { what: 'The filter operator $where', code: 9, command: filter({ $where: 'true' }) },
  { what: 'The filter operator $text', code: 9, command: filter({ $text: { $search: 'x' } }) },
  { what: 'The filter operator $jsonSchema', code: 9, command: filter({ $jsonSchema: {} }) },
  ...['$geoWithin', '$geoIntersects', '$near', '$nearSphere', '$bitsAllSet', '$bitsAnySet'].map(
    (operator): Refusal => ({
      what: `The filter operator ${operator}`,
      code: 9,
      command: filter({ a: { [operator]: 1 } }),
    }),
  ),
  { what: 'Sorting by $meta', code: 9, command: find({ sort: { a: { $meta: 'textScore' } } }) },
  { what: 'The projection operator $meta', code: 9, command: find({ projection: { a: { $meta: 'textScore' } } }) },
  { what: 'The projection operator $slice', code: 9, command: stage({ $project: { a: { $slice: ['$a', 1] } } }) },
  { what: 'The expression operator $function', code: 9, command: filter({ $expr: { $function: {} } }) },
  { what: 'The expression operator $rand', code: 9, command: filter({ $expr: { $rand: {} } }) },
  {
    what: 'The update operator $bit',
    code: 9,
    command: { findAndModify: 'items', query: {}, update: { $bit: { a: { and: 1 } } } },
  },
];

const STAGES: readonly Refusal[] = [
  { what: 'An aggregate without a collection', code: 9, command: { aggregate: 1, pipeline: [], cursor: {} } },
  ...[
    '$lookup',
    '$graphLookup',
    '$unionWith',
    '$out',
    '$merge',
    '$bucket',
    '$bucketAuto',
    '$sortByCount',
    '$sample',
    '$setWindowFields',
    '$densify',
    '$fill',
    '$geoNear',
    '$search',
    '$changeStream',
  ].map((name): Refusal => ({ what: `The pipeline stage ${name}`, code: 9, command: stage({ [name]: {} }) })),
];

const INDEXES: readonly Refusal[] = [
  ...['text', '2d', '2dsphere', 'hashed'].map((kind): Refusal => ({
    what: `A ${kind} index`,
    code: 9,
    command: index({ a: kind }),
  })),
  { what: 'An index on $**', code: 9, command: index({ '$**': 1 }) },
  ...['partialFilterExpression', 'collation', 'hidden', 'wildcardProjection'].map((option): Refusal => ({
    what: `The index option ${option}`,
    code: 9,
    command: index({ a: 1 }, { [option]: { a: 1 } }),
  })),
];

const ALL: readonly Refusal[] = [...COMMANDS, ...OPTIONS, ...QUERIES, ...STAGES, ...INDEXES];

let temporary: TemporaryServer;

beforeAll(async () => {
  temporary = await startTemporary();
});
afterAll(() => temporary.stop());

function messageOf({ what, code }: Refusal): string {
  if (code === 59) return `no such command: '${what}': the embedded database does not have it, set MONGO_URI`;
  return `${what} is not supported by the embedded database: set MONGO_URI`;
}

describe('what is left to MongoDB', () => {
  it.each(ALL)('$what is refused by name', async (refusal) => {
    const error: unknown = await temporary.db.command(refusal.command).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: refusal.code, message: messageOf(refusal) });
  });

  it('is what the documentation lists', () => {
    const page = readFileSync(new URL('../../docs/embedded-mongo.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `(.+)` \| (9|59|115) \|$/gm)].map(([, what, code]) => `${what} ${code}`);
    expect(rows.sort()).toEqual(ALL.map(({ what, code }) => `${what} ${code}`).sort());
  });
});
