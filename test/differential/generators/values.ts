import { array, type Arbitrary, constant, constantFrom, oneof, record } from 'fast-check';
import mongoose from 'mongoose';

const { Binary, BSONRegExp, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } = mongoose.mongo;

/** A document as it is sent; key order is field order. */
export type Doc = Record<string, unknown>;

/** Ids that documents hold as values. Any other one in an answer was made by the engine. */
export const OBJECT_IDS = ['000000000000000000000001', '507f1f77bcf86cd799439011', 'ff0000000000000000000000'] as const;

const ints = [-1, 0, 1, 2, 3, 5, 2147483647].map((value) => new Int32(value));
const doubles = [-0, 0.5, 1, 1.5, 2, NaN, Infinity, -Infinity, 1e10].map((value) => new Double(value));
const longs = ['0', '1', '2', '9007199254740993', '9223372036854775807', '-9223372036854775808'].map((text) =>
  Long.fromString(text),
);
const decimals = ['1', '1.0', '1.5', '2', '-0', 'NaN', 'Infinity', '9007199254740993'].map((text) =>
  Decimal128.fromString(text),
);
const dates = [-1, 0, 1, 1_700_000_000_000].map((time) => new Date(time));
const binaries = [
  new Binary(Buffer.from([1]), 0),
  new Binary(Buffer.from([0, 2]), 0),
  new Binary(Buffer.alloc(16, 7), 4),
];
const timestamps = [new Timestamp({ t: 1, i: 1 }), new Timestamp({ t: 1, i: 2 }), new Timestamp({ t: 2, i: 0 })];

/** A whole number of 32 bits. */
export const int = constantFrom(...ints);
/** A number of any BSON type but decimal, NaN, -0 and infinity among them. */
export const number = oneof(
  { weight: 5, arbitrary: int },
  { weight: 3, arbitrary: constantFrom(...doubles) },
  { weight: 2, arbitrary: constantFrom(...longs) },
);
/** A text, of more than one byte a character too. */
export const text = constantFrom('', 'a', 'b', 'ab', 'B', 'é', '\u{1f600}');

/** A value of any type that holds no other. */
export const scalar: Arbitrary<unknown> = oneof(
  { weight: 12, arbitrary: number },
  { weight: 6, arbitrary: text },
  { weight: 2, arbitrary: constantFrom(...decimals) },
  { weight: 2, arbitrary: constantFrom(true, false) },
  { weight: 2, arbitrary: constant(null) },
  { weight: 2, arbitrary: constantFrom(...dates) },
  { weight: 1, arbitrary: constantFrom(...OBJECT_IDS).map((hex) => new ObjectId(hex)) },
  { weight: 1, arbitrary: constantFrom(...binaries) },
  { weight: 1, arbitrary: constantFrom(...timestamps) },
  { weight: 1, arbitrary: constantFrom(new BSONRegExp('a', ''), new BSONRegExp('b', 'i')) },
  { weight: 1, arbitrary: constantFrom(new MinKey(), new MaxKey()) },
);

/** Fields in an order that varies: it counts when documents are compared. */
function fields(value: Arbitrary<unknown>, names: readonly string[]): Arbitrary<Doc> {
  const model = Object.fromEntries(names.map((name) => [name, value]));
  const some = record(model, { requiredKeys: [] }) as Arbitrary<Doc>;
  return oneof(
    some,
    some.map((doc) => Object.fromEntries(Object.entries(doc).reverse())),
  );
}

const flat = fields(scalar, ['a', 'b', 'x']);
const item = oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 3, arbitrary: flat },
  { weight: 1, arbitrary: array(int, { maxLength: 2 }) },
);

/** Any value: a scalar, a document, an array, one in the other. */
export const value: Arbitrary<unknown> = oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 3, arbitrary: array(item, { maxLength: 3 }) },
  { weight: 2, arbitrary: fields(item, ['a', 'b', 'x']) },
);

/** Documents without `_id`. */
export const document = fields(value, ['a', 'b', 'c']);
/** Stored documents: their ids are whole numbers, so that the natural order of both engines is the same. */
export const documents = array(document, { minLength: 1, maxLength: 5 }).map((docs) =>
  docs.map((doc, at): Doc => ({ _id: new Int32(at + 1), ...doc })),
);

/** A path to a field, through documents, arrays and positions of arrays. */
export const path = oneof(
  { weight: 6, arbitrary: constantFrom('a', 'b', 'c') },
  { weight: 3, arbitrary: constantFrom('a.a', 'a.b', 'b.a', 'b.x', 'c.a') },
  { weight: 1, arbitrary: constantFrom('a.0', 'b.1', 'a.0.b', 'a.b.a', 'none', 'none.a') },
);
/** A sort, the last of whose fields makes it complete. */
export const sort = record({
  fields: array(record({ path, direction: constantFrom(1, -1) }), { maxLength: 2 }),
  id: constantFrom(1, -1),
}).map(({ fields, id }) => ({
  ...Object.fromEntries(fields.map((field) => [field.path, field.direction])),
  _id: id,
}));
