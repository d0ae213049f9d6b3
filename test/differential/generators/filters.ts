import { array, type Arbitrary, boolean, constantFrom, letrec, oneof, record, tuple } from 'fast-check';
import mongoose from 'mongoose';
import { type Doc, int, path, scalar, value } from './values.js';

const { BSONRegExp, Int32 } = mongoose.mongo;

const TYPES = ['double', 'string', 'object', 'array', 'binData', 'objectId', 'bool', 'date', 'null', 'regex', 'int'];
const type = constantFrom(...TYPES, 'timestamp', 'long', 'decimal', 'minKey', 'maxKey', 'number', new Int32(2));

const comparison = tuple(constantFrom('$eq', '$ne', '$gt', '$gte', '$lt', '$lte'), value);
const values = array(value, { maxLength: 3 });
const pattern = constantFrom('a', '^a', 'B$', '^$', '[ab]+');

const simple: Arbitrary<Doc> = oneof(
  { weight: 8, arbitrary: comparison.map(([operator, operand]) => ({ [operator]: operand })) },
  { weight: 1, arbitrary: tuple(scalar, scalar).map(([low, high]) => ({ $gte: low, $lt: high })) },
  {
    weight: 3,
    arbitrary: tuple(constantFrom('$in', '$nin'), values).map(([operator, list]) => ({ [operator]: list })),
  },
  { weight: 2, arbitrary: record({ $exists: boolean() }) },
  { weight: 2, arbitrary: record({ $type: oneof(type, array(type, { minLength: 1, maxLength: 2 })) }) },
  { weight: 1, arbitrary: record({ $size: constantFrom(0, 1, 2).map((size) => new Int32(size)) }) },
  { weight: 1, arbitrary: record({ $all: values }) },
  { weight: 1, arbitrary: record({ $mod: constantFrom([2, 0], [2, 1], [3, -1]) }) },
  { weight: 1, arbitrary: record({ $regex: pattern, $options: constantFrom('', 'i') }) },
);

const { condition } = letrec<{ condition: Doc }>((tie) => ({
  condition: oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 8, arbitrary: simple },
    { weight: 1, arbitrary: record({ $not: tie('condition') }) },
    { weight: 1, arbitrary: record({ $elemMatch: tie('condition') }) },
    { weight: 1, arbitrary: record({ $elemMatch: tuple(constantFrom('a', 'b', 'x'), simple).map(asField) }) },
  ),
}));

const operand = oneof(
  { weight: 3, arbitrary: value },
  { weight: 1, arbitrary: pattern.map((text) => new BSONRegExp(text, '')) },
  { weight: 8, arbitrary: condition },
);
const field = tuple(path, operand).map(asField);
const byId = tuple(constantFrom('_id'), oneof(int, simple)).map(asField);

function asField([name, condition]: [string, unknown]): Doc {
  return { [name]: condition };
}

/** A filter of one or more fields, with every operator of filters. */
export const filter: Arbitrary<Doc> = oneof(
  { weight: 8, arbitrary: field },
  { weight: 2, arbitrary: tuple(field, field).map(([one, other]) => ({ ...one, ...other })) },
  { weight: 1, arbitrary: byId },
  {
    weight: 2,
    arbitrary: tuple(constantFrom('$and', '$or', '$nor'), array(field, { minLength: 1, maxLength: 3 })).map(
      ([operator, branches]) => ({ [operator]: branches }),
    ),
  },
);

/** A filter that leaves an upsert something to take over. */
export const upsertFilter: Arbitrary<Doc> = oneof(
  filter,
  record({ _id: constantFrom(90, 91).map((id) => new Int32(id)) }),
  tuple(constantFrom('a', 'b.x', 'c.a'), scalar, field).map(([name, given, other]) => ({ ...other, [name]: given })),
  tuple(field, field).map(($and) => ({ $and })),
);
