import {
  array,
  type Arbitrary,
  boolean,
  constant,
  constantFrom,
  letrec,
  oneof,
  option,
  record,
  tuple,
} from 'fast-check';
import mongoose from 'mongoose';
import { filter } from './filters.js';
import { arithmetic, bracketed } from './numbers.js';
import { type Doc, int, path, scalar, sort } from './values.js';

const { Int32 } = mongoose.mongo;

/** Fields that hold anything, and numbers that a stage before may have put there. */
const reference = oneof(path, constantFrom('n')).map((text) => `$${text}`);
const literal = scalar.map(($literal) => ({ $literal }));

const { expression } = letrec<{ expression: unknown }>((tie) => {
  const one = tie('expression');
  const both = tuple(one, one);
  const named = (names: readonly string[], operand: Arbitrary<unknown>): Arbitrary<Doc> =>
    tuple(constantFrom(...names), operand).map(([name, given]) => ({ [name]: given }));
  return {
    expression: oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 8, arbitrary: reference },
      { weight: 3, arbitrary: int },
      { weight: 2, arbitrary: literal },
      { weight: 3, arbitrary: named(['$add', '$subtract', '$multiply', '$divide', '$mod'], both) },
      { weight: 1, arbitrary: named(['$abs', '$ceil', '$floor'], one) },
      { weight: 3, arbitrary: named(['$eq', '$ne', '$gt', '$gte', '$lt', '$lte', '$cmp'], both) },
      { weight: 2, arbitrary: named(['$and', '$or'], both) },
      { weight: 1, arbitrary: named(['$not', '$isArray'], tuple(one)) },
      { weight: 2, arbitrary: named(['$ifNull'], both) },
      { weight: 2, arbitrary: named(['$cond'], tuple(one, one, one)) },
      { weight: 1, arbitrary: named(['$concat', '$in', '$arrayElemAt', '$max', '$min'], both) },
      { weight: 1, arbitrary: named(['$toLower', '$toUpper', '$size'], one) },
    ),
  };
});

/** An expression that can be computed from a document. */
export const anyExpression = expression;

const accumulator = oneof(
  tuple(constantFrom('$sum', '$avg', '$min', '$max', '$first', '$last', '$push'), oneof(reference, int)),
  tuple(constantFrom('$sum'), constant(new Int32(1))),
).map(([name, operand]): Doc => ({ [name]: operand }));
const group = record({
  _id: oneof(constant(null), reference, record({ k: reference }), record({ k: reference, l: reference })),
  n: accumulator,
  set: option(
    reference.map(($addToSet) => ({ $addToSet })),
    { nil: undefined },
  ),
}).map(({ set, ...spec }): Doc => ({ $group: set === undefined ? spec : { ...spec, set } }));

const flag = constantFrom(0, 1, true, false);
const projection = oneof(
  tuple(path, path).map(([one, other]) => ({ [one]: 1, [other]: 1 })),
  tuple(path, flag).map(([one, keepsId]) => ({ [one]: 1, _id: keepsId })),
  tuple(path, path).map(([one, other]) => ({ [one]: 0, [other]: 0 })),
);
/** What a find shows of documents: fields kept or left out. */
export const shown: Arbitrary<Doc> = projection;

const anything = oneof(
  { weight: 3, arbitrary: expression },
  { weight: 2, arbitrary: arithmetic },
  { weight: 1, arbitrary: bracketed },
);
const computed = tuple(constantFrom('n', 'a', 'b.x'), anything).map(([name, made]) => ({ [name]: made }));
const unwind = tuple(path, boolean(), option(constantFrom('at'), { nil: undefined })).map(([field, keeps, at]) => ({
  $unwind: {
    path: `$${field}`,
    preserveNullAndEmptyArrays: keeps,
    ...(at === undefined ? {} : { includeArrayIndex: at }),
  },
}));
const count = constantFrom(1, 2, 3).map((value) => new Int32(value));
const stage: Arbitrary<Doc> = oneof(
  { weight: 3, arbitrary: filter.map(($match) => ({ $match })) },
  { weight: 2, arbitrary: oneof(projection, computed).map(($project) => ({ $project })) },
  { weight: 3, arbitrary: computed.map(($addFields) => ({ $addFields })) },
  { weight: 1, arbitrary: path.map(($unset) => ({ $unset })) },
  { weight: 2, arbitrary: unwind },
  { weight: 2, arbitrary: sort.map(($sort) => ({ $sort })) },
  { weight: 1, arbitrary: count.map(($limit) => ({ $limit })) },
  { weight: 1, arbitrary: count.map(($skip) => ({ $skip })) },
  { weight: 1, arbitrary: record({ $replaceRoot: record({ newRoot: oneof(reference, record({ r: expression })) }) }) },
  { weight: 1, arbitrary: constantFrom({ $count: 'n' }) },
);
const byId = record({ $sort: record({ _id: constantFrom(1, -1) }) });

/** Stages after each other. Where groups are cut off or counted they are in order: without one, any order is right. */
export const pipeline: Arbitrary<Doc[]> = oneof(
  array(stage, { minLength: 1, maxLength: 3 }),
  tuple(array(stage, { maxLength: 2 }), group).map(([before, grouped]) => [...before, grouped]),
  tuple(array(stage, { maxLength: 1 }), group, byId, array(stage, { maxLength: 1 })).map(
    ([before, grouped, sorted, after]) => [...before, grouped, sorted, ...after],
  ),
);
