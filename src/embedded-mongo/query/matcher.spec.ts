import { describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { BSONRegExp, Decimal128, decodeTyped, type Doc, Double, encode, Int32, Long, ObjectId } from '../bson/bson.js';
import { MongoError } from '../errors.js';
import { parseFilter } from './filter.js';
import { compileFilter } from './matcher.js';

const ID = new ObjectId('0123456789abcdef01234567');
const PATTERN = new BSONRegExp('^he', 'i');

function matches(doc: Doc, filter: Doc): boolean {
  // Filters come over the wire: numbers are BSON classes by then.
  return compileFilter(parseFilter(decodeTyped(encode(filter))))(encode(doc), 0);
}

interface Row {
  doc: Doc;
  filter: Doc;
  is: boolean;
}

const EQUALITY: Row[] = [
  { doc: { a: 1 }, filter: {}, is: true },
  { doc: { a: 1 }, filter: { a: 1 }, is: true },
  { doc: { a: 1 }, filter: { a: 2 }, is: false },
  { doc: { a: new Int32(1) }, filter: { a: Long.fromInt(1) }, is: true },
  { doc: { a: new Double(1) }, filter: { a: Decimal128.fromString('1.0') }, is: true },
  { doc: { a: Long.fromString('9007199254740993') }, filter: { a: Long.fromString('9007199254740993') }, is: true },
  { doc: { a: Long.fromString('9007199254740993') }, filter: { a: 9007199254740992 }, is: false },
  { doc: { a: 1 }, filter: { a: '1' }, is: false },
  { doc: { a: 1 }, filter: { a: true }, is: false },
  { doc: { a: 1 }, filter: { a: { $eq: 1 } }, is: true },
  { doc: { a: ID }, filter: { a: ID }, is: true },
  { doc: { a: ID }, filter: { a: ID.toHexString() }, is: false },
  { doc: { a: new Date(5) }, filter: { a: new Date(5) }, is: true },
  { doc: { a: { b: 1, c: 2 } }, filter: { a: { b: 1, c: 2 } }, is: true },
  { doc: { a: { b: 1, c: 2 } }, filter: { a: { c: 2, b: 1 } }, is: false },
  { doc: { a: { b: 1, c: 2 } }, filter: { 'a.b': 1 }, is: true },
  { doc: { a: 5 }, filter: { 'a.b': 1 }, is: false },
  { doc: { a: NaN }, filter: { a: NaN }, is: true },
  { doc: { ab: 1 }, filter: { a: 1 }, is: false },
  { doc: { a: 1, b: 2 }, filter: { a: 1, b: 3 }, is: false },
];

const NULLS: Row[] = [
  { doc: { a: null }, filter: { a: null }, is: true },
  { doc: {}, filter: { a: null }, is: true },
  { doc: { a: 0 }, filter: { a: null }, is: false },
  { doc: { a: { c: 1 } }, filter: { 'a.b': null }, is: true },
  { doc: { a: [{ b: 1 }, {}] }, filter: { 'a.b': null }, is: true },
  { doc: { a: [1, 2] }, filter: { 'a.b': null }, is: false },
  { doc: {}, filter: { a: { $ne: null } }, is: false },
  { doc: { a: 1 }, filter: { a: { $ne: null } }, is: true },
  { doc: {}, filter: { a: { $in: [1, null] } }, is: true },
  { doc: {}, filter: { a: { $gte: null } }, is: true },
  { doc: { a: null }, filter: { a: { $gt: null } }, is: false },
  { doc: {}, filter: { a: { $exists: false } }, is: true },
  { doc: { a: null }, filter: { a: { $exists: false } }, is: false },
  { doc: { a: null }, filter: { a: { $exists: true } }, is: true },
  { doc: { a: [] }, filter: { a: { $exists: true } }, is: true },
  { doc: { a: [] }, filter: { 'a.b': { $exists: false } }, is: true },
  { doc: { a: [{ b: 1 }, {}] }, filter: { 'a.b': { $exists: false } }, is: false },
];

const RANGES: Row[] = [
  { doc: { a: 5 }, filter: { a: { $gt: 4 } }, is: true },
  { doc: { a: 5 }, filter: { a: { $gt: 5 } }, is: false },
  { doc: { a: 5 }, filter: { a: { $gte: 5, $lt: 6 } }, is: true },
  { doc: { a: 5 }, filter: { a: { $lte: Long.fromInt(5) } }, is: true },
  { doc: { a: '5' }, filter: { a: { $gt: 4 } }, is: false },
  { doc: { a: 'b' }, filter: { a: { $gt: 'a' } }, is: true },
  { doc: { a: NaN }, filter: { a: { $lt: 5 } }, is: false },
  { doc: { a: NaN }, filter: { a: { $gte: NaN } }, is: true },
  { doc: { a: 5 }, filter: { a: { $gt: NaN } }, is: false },
  { doc: { a: -Infinity }, filter: { a: { $lt: 5 } }, is: true },
  { doc: {}, filter: { a: { $lt: 5 } }, is: false },
  { doc: { a: new Date(5) }, filter: { a: { $lt: new Date(6) } }, is: true },
  { doc: { a: new Date(5) }, filter: { a: { $gt: 0 } }, is: false },
  { doc: { a: Decimal128.fromString('0.3') }, filter: { a: { $gt: 0.3 } }, is: true },
  { doc: { a: [1, 9] }, filter: { a: { $gt: 4, $lt: 6 } }, is: true },
  { doc: { a: { b: 2 } }, filter: { a: { $gt: { b: 1 } } }, is: true },
];

const ARRAYS: Row[] = [
  { doc: { a: [1, 2] }, filter: { a: 2 }, is: true },
  { doc: { a: [1, 2] }, filter: { a: [1, 2] }, is: true },
  { doc: { a: [1, 2] }, filter: { a: [2, 1] }, is: false },
  { doc: { a: [[1, 2], 3] }, filter: { a: [1, 2] }, is: true },
  { doc: { a: [1, 2] }, filter: { a: { $ne: 2 } }, is: false },
  { doc: { a: [1, 2] }, filter: { a: { $nin: [3, 4] } }, is: true },
  { doc: { a: [{ b: 1 }, { b: 2 }] }, filter: { 'a.b': 2 }, is: true },
  { doc: { a: [{ b: 1 }, { b: 2 }] }, filter: { 'a.1.b': 2 }, is: true },
  { doc: { a: [{ b: 1 }, { b: 2 }] }, filter: { 'a.0.b': 2 }, is: false },
  { doc: { a: [5, 6] }, filter: { 'a.1': 6 }, is: true },
  { doc: { a: [1, 2, 3] }, filter: { a: { $size: 3 } }, is: true },
  { doc: { a: [1, 2, 3] }, filter: { a: { $size: 2 } }, is: false },
  { doc: { a: 3 }, filter: { a: { $size: 1 } }, is: false },
  { doc: { a: [1, 2, 3] }, filter: { a: { $all: [3, 1] } }, is: true },
  { doc: { a: [1, 2, 3] }, filter: { a: { $all: [3, 4] } }, is: false },
  { doc: { a: [1, 2, 3] }, filter: { a: { $all: [] } }, is: false },
  { doc: { a: [1, 9] }, filter: { a: { $elemMatch: { $gt: 4, $lt: 6 } } }, is: false },
  { doc: { a: [1, 5] }, filter: { a: { $elemMatch: { $gt: 4, $lt: 6 } } }, is: true },
  { doc: { a: [{ b: 1, c: 2 }] }, filter: { a: { $elemMatch: { b: 1, c: 2 } } }, is: true },
  { doc: { a: [{ b: 1 }, { c: 2 }] }, filter: { a: { $elemMatch: { b: 1, c: 2 } } }, is: false },
  { doc: { a: [{ b: 1 }] }, filter: { a: { $elemMatch: { $or: [{ b: 1 }, { b: 2 }] } } }, is: true },
  { doc: { a: [1, 2] }, filter: { a: { $elemMatch: { $ne: 1 } } }, is: true },
  { doc: { a: 5 }, filter: { a: { $elemMatch: { $gt: 4 } } }, is: false },
  { doc: { a: [0] }, filter: { a: { $elemMatch: { $exists: false } } }, is: false },
  { doc: { a: [[5]] }, filter: { a: { $elemMatch: { 0: 5 } } }, is: true },
  { doc: { a: [1, [5, 6]] }, filter: { a: { $elemMatch: { $size: 2 } } }, is: true },
  { doc: { a: [5] }, filter: { a: { $elemMatch: { b: { $exists: false } } } }, is: false },
  { doc: { a: [0] }, filter: { a: { $not: { $elemMatch: { $exists: false } } } }, is: true },
];

const LOGIC: Row[] = [
  { doc: { a: 1, b: 2 }, filter: { $and: [{ a: 1 }, { b: 2 }] }, is: true },
  { doc: { a: 1, b: 2 }, filter: { $or: [{ a: 2 }, { b: 2 }] }, is: true },
  { doc: { a: 1, b: 2 }, filter: { $or: [{ a: 2 }, { b: 3 }] }, is: false },
  { doc: { a: 1, b: 2 }, filter: { $nor: [{ a: 2 }, { b: 3 }] }, is: true },
  { doc: { a: 1 }, filter: { a: { $not: { $gt: 1 } } }, is: true },
  { doc: {}, filter: { a: { $not: { $gt: 1 } } }, is: true },
  { doc: { a: 'hello' }, filter: { a: { $not: PATTERN } }, is: false },
  { doc: { a: 1 }, filter: { a: { $in: [] } }, is: false },
  { doc: { a: 1 }, filter: { a: { $nin: [] } }, is: true },
  { doc: { a: 1 }, filter: { $comment: 'why', a: 1 }, is: true },
  { doc: { a: 1, b: 2 }, filter: { $expr: { $lt: ['$a', '$b'] } }, is: true },
  { doc: { a: 3, b: 2 }, filter: { $expr: { $lt: ['$a', '$b'] } }, is: false },
];

const OTHERS: Row[] = [
  { doc: { a: 'Hello' }, filter: { a: PATTERN }, is: true },
  { doc: { a: 'Hello' }, filter: { a: { $regex: 'LL', $options: 'i' } }, is: true },
  { doc: { a: 'Hello' }, filter: { a: { $regex: 'LL' } }, is: false },
  { doc: { a: ['x', 'hey'] }, filter: { a: PATTERN }, is: true },
  { doc: { a: 5 }, filter: { a: { $regex: '5' } }, is: false },
  { doc: { a: 'hey' }, filter: { a: { $in: ['x', PATTERN] } }, is: true },
  { doc: { a: 5 }, filter: { a: { $type: 'int' } }, is: true },
  { doc: { a: 5 }, filter: { a: { $type: 'number' } }, is: true },
  { doc: { a: 5.5 }, filter: { a: { $type: ['string', 1] } }, is: true },
  { doc: { a: 'x' }, filter: { a: { $type: 'number' } }, is: false },
  { doc: { a: [] }, filter: { a: { $type: 'array' } }, is: true },
  { doc: {}, filter: { a: { $type: 'null' } }, is: false },
  { doc: { a: 7 }, filter: { a: { $mod: [4, 3] } }, is: true },
  { doc: { a: 8 }, filter: { a: { $mod: [4, 3] } }, is: false },
  { doc: { a: Long.fromString('9007199254740993') }, filter: { a: { $mod: [2, 0] } }, is: false },
  { doc: { a: Long.fromString('9007199254740993') }, filter: { a: { $mod: [2, 1] } }, is: true },
  { doc: { a: 1e300 }, filter: { a: { $mod: [2, 0] } }, is: false },
];

describe(compileFilter.name, () => {
  describe.each([
    { group: 'equality', rows: EQUALITY },
    { group: 'null and missing', rows: NULLS },
    { group: 'ranges', rows: RANGES },
    { group: 'arrays', rows: ARRAYS },
    { group: 'logic', rows: LOGIC },
    { group: 'other operators', rows: OTHERS },
  ])('$group', ({ rows }) => {
    it.each(
      rows.map((row) => ({ ...row, name: `${JSON.stringify(row.filter)} on ${JSON.stringify(row.doc)}: ${row.is}` })),
    )('$name', ({ doc, filter, is }) => expect(matches(doc, filter)).toBe(is));
  });

  it('can be asked again and about other documents', () => {
    const matcher = compileFilter(parseFilter({ a: { $in: [1, 3] } }));
    expect([1, 2, 3, 1].map((a) => matcher(encode({ a }), 0))).toEqual([true, false, true, true]);
  });
});

describe(parseFilter.name, () => {
  it.each([
    { filter: { $where: '1' } },
    { filter: { $text: { $search: 'x' } } },
    { filter: { a: { $near: [1, 2] } } },
    { filter: { a: { $geoWithin: {} } } },
    { filter: { a: { $bitsAllSet: 1 } } },
    { filter: { $jsonSchema: {} } },
    { filter: { a: { $gt: new mongoose.mongo.MinKey() } } },
    { filter: { a: new BSONRegExp('a', 'x') } },
    { filter: { a: new BSONRegExp('(?i)a', '') } },
    { filter: { a: new BSONRegExp('a++', '') } },
    { filter: { $expr: { $function: {} } } },
    { filter: { $expr: { $percentile: {} } } },
    { filter: { $expr: { $madeUp: 1 } } },
  ])('refuses $filter and names the way out', ({ filter }) => {
    expect(() => compileFilter(parseFilter(filter))).toThrow(/not supported by the embedded database: set MONGO_URI/);
  });

  it.each([
    { filter: { $or: [] } },
    { filter: { $and: 5 } },
    { filter: { $or: [5] } },
    { filter: { a: { $in: 5 } } },
    { filter: { a: { $in: [{ $gt: 1 }] } } },
    { filter: { a: { $size: -1 } } },
    { filter: { a: { $size: 1.5 } } },
    { filter: { a: { $mod: [0, 1] } } },
    { filter: { a: { $mod: [1] } } },
    { filter: { a: { $all: 1 } } },
    { filter: { a: { $not: 1 } } },
    { filter: { a: { $options: 'i' } } },
    { filter: { a: { $elemMatch: 1 } } },
    { filter: { a: { $type: 'nonsense' } } },
    { filter: { a: { $type: 'constructor' } } },
    { filter: { a: { $ne: new BSONRegExp('a', '') } } },
  ])('calls $filter malformed', ({ filter }) => {
    expect(() => parseFilter(filter)).toThrow(MongoError);
    expect(() => parseFilter(filter)).not.toThrow(/MONGO_URI/);
  });
});
