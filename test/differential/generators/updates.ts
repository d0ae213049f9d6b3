import { array, type Arbitrary, constantFrom, oneof, record, tuple } from 'fast-check';
import mongoose from 'mongoose';
import { type Doc, document, int, number, path, scalar, value } from './values.js';

const { Int32 } = mongoose.mongo;

const values = array(value, { maxLength: 3 });
const slice = constantFrom(-2, -1, 0, 1, 2).map((count) => new Int32(count));
const pushed = oneof(value, record({ $each: values }), record({ $each: values, $slice: slice }));
const added = oneof(value, record({ $each: values }));
const pulled = oneof(
  value,
  tuple(constantFrom('$gt', '$gte', '$lt', '$lte', '$ne', '$eq'), scalar).map(([name, operand]) => ({
    [name]: operand,
  })),
  record({ $in: array(scalar, { maxLength: 3 }) }),
  tuple(constantFrom('a', 'b', 'x'), scalar).map(([name, operand]) => ({ [name]: operand })),
);

const OPERANDS: Readonly<Record<string, Arbitrary<unknown>>> = {
  $set: value,
  $unset: constantFrom(''),
  $inc: oneof({ weight: 9, arbitrary: number }, { weight: 1, arbitrary: scalar }),
  $min: scalar,
  $max: scalar,
  $setOnInsert: value,
  $push: pushed,
  $addToSet: added,
  $pull: pulled,
  $mul: number,
  $pop: constantFrom(1, -1).map((end) => new Int32(end)),
  $pullAll: array(scalar, { maxLength: 3 }),
  $rename: constantFrom('b', 'd', 'c.x', 'a.1'),
};

const operators = Object.entries(OPERANDS).map(([operator, operand]) =>
  array(tuple(path, operand), { minLength: 1, maxLength: 2 }).map((changes): Doc => {
    return { [operator]: Object.fromEntries(changes) };
  }),
);

/** Changes of fields by one or two operators, or of `_id`. */
export const changes: Arbitrary<Doc> = oneof(
  { weight: 12, arbitrary: oneof(...operators) },
  {
    weight: 4,
    arbitrary: tuple(oneof(...operators), oneof(...operators)).map(([one, other]) => ({ ...one, ...other })),
  },
  { weight: 1, arbitrary: record({ $set: record({ _id: int }) }) },
);

/** Changes of fields, or a whole new document. */
export const update: Arbitrary<Doc> = oneof(
  { weight: 8, arbitrary: changes },
  { weight: 1, arbitrary: document },
  { weight: 1, arbitrary: tuple(int, document).map(([_id, doc]) => ({ _id, ...doc })) },
);
