import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Doc, encode, Long } from '../bson/bson.js';
import { type Engine, openEngine } from '../commands/engine.js';
import { COMMANDS } from '../commands/table.js';
import { Unfinished } from '../commands/unfinished.js';
import { temporaryDirectory } from '../testing/temporary-server.js';
import { requestOf } from '../wire/op-msg.js';
import { isLongRead } from './long-reads.js';

let directory: string;
let engine: Engine;

function write(body: Doc): void {
  const request = requestOf(encode({ ...body, $db: 'test' }));
  engine.env.write(() => {
    let reply = COMMANDS.get(request.command)?.run(engine, request);
    while (reply instanceof Unfinished) reply = reply.next();
  });
}

beforeAll(() => {
  directory = temporaryDirectory();
  engine = openEngine({ dataDir: directory, cursorParity: 0 });
  const indexes = [{ key: { org: 1, at: -1 }, name: 'org_1_at_-1' }];
  for (const [name, count] of [
    ['large', 2500],
    ['small', 100],
  ] as const) {
    write({ createIndexes: name, indexes });
    write({ insert: name, documents: Array.from({ length: count }, (_, n) => ({ _id: n, org: n % 3, at: n, x: n })) });
  }
});
afterAll(async () => {
  await engine.env.close();
  rmSync(directory, { recursive: true, force: true });
});

describe(isLongRead.name, () => {
  it.each<{ asks: string; body: Doc; isLong: boolean }>([
    { asks: 'one document', body: { find: 'large', filter: { _id: 5 } }, isLong: false },
    { asks: 'some by _id', body: { find: 'large', filter: { _id: { $in: [1, 2] }, org: 1 } }, isLong: false },
    {
      asks: 'the newest of an index',
      body: { find: 'large', filter: { org: 1 }, sort: { at: -1 }, limit: 5 },
      isLong: false,
    },
    { asks: 'everything, batch by batch', body: { find: 'large', filter: {} }, isLong: false },
    { asks: 'an unindexed field', body: { find: 'large', filter: { x: 1 } }, isLong: true },
    { asks: 'an order without an index', body: { find: 'large', filter: {}, sort: { x: 1 } }, isLong: true },
    { asks: 'what an index leaves over', body: { find: 'large', filter: { org: 1, x: 5 } }, isLong: true },
    { asks: 'a count', body: { count: 'large', query: { org: 1 } }, isLong: true },
    { asks: 'a count of one', body: { count: 'large', query: { _id: 1 } }, isLong: false },
    { asks: 'different values', body: { distinct: 'large', key: 'x' }, isLong: true },
    { asks: 'an aggregate', body: { aggregate: 'large', pipeline: [], cursor: {} }, isLong: true },
    { asks: 'a small collection', body: { aggregate: 'small', pipeline: [], cursor: {} }, isLong: false },
    { asks: 'an unindexed field of few', body: { find: 'small', filter: { x: 1 } }, isLong: false },
    { asks: 'a missing collection', body: { find: 'none', filter: { x: 1 } }, isLong: false },
    { asks: 'something malformed', body: { find: 'large', filter: { x: { $nope: 1 } } }, isLong: false },
    { asks: 'a cursor of the reader', body: { getMore: Long.fromInt(7), collection: 'large' }, isLong: true },
    { asks: 'a cursor of its own', body: { getMore: Long.fromInt(8), collection: 'large' }, isLong: false },
    { asks: 'to close one of the reader', body: { killCursors: 'large', cursors: [Long.fromInt(7)] }, isLong: true },
  ])('says of a request for $asks: $isLong', ({ body, isLong }) => {
    expect(isLongRead(engine, requestOf(encode({ ...body, $db: 'test' })))).toBe(isLong);
  });
});
