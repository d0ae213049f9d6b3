import { describe, expect, it } from 'vitest';
import { Decimal128, decodeTyped, deserialize, type Doc, encode, Long, ObjectId } from '../bson/bson.js';
import { compileExpression } from './expression.js';

const ID = new ObjectId('0123456789abcdef01234567');
const AT = new Date('2024-02-29T13:45:10.500Z');
const DOC: Doc = {
  n: 7,
  f: 2.5,
  s: 'Text',
  l: Long.fromInt(40),
  at: AT,
  id: ID,
  same: new ObjectId(ID.toHexString()),
  list: [3, 1, 2],
  sub: [{ k: 1 }, { k: 2 }],
  none: null,
};

function evaluate(expression: unknown): unknown {
  const wire = decodeTyped(encode({ expression }))['expression'];
  return deserialize(encode({ value: compileExpression(wire)(encode(DOC)) }))['value'];
}

describe(compileExpression.name, () => {
  it.each<{ expression: unknown; gives: unknown }>([
    { expression: { $add: ['$n', '$f', '$l'] }, gives: 49.5 },
    { expression: { $subtract: ['$at', new Date(AT.getTime() - 5)] }, gives: 5 },
    { expression: { $divide: ['$n', 2] }, gives: 3.5 },
    { expression: { $floor: { $divide: ['$n', 2] } }, gives: 3 },
    { expression: { $mod: ['$n', 4] }, gives: 3 },
    { expression: { $max: ['$n', '$f', '$none'] }, gives: 7 },
    { expression: { $avg: '$list' }, gives: 2 },
    { expression: { $sum: '$list' }, gives: 6 },
    { expression: { $sum: '$sub.k' }, gives: 3 },
    { expression: '$sub.k', gives: [1, 2] },
    { expression: { $size: '$list' }, gives: 3 },
    { expression: { $arrayElemAt: ['$list', -1] }, gives: 2 },
    { expression: { $in: [2, '$list'] }, gives: true },
    { expression: { $ifNull: ['$none', '$missing', 'x'] }, gives: 'x' },
    { expression: { $cond: [{ $gt: ['$n', 5] }, 'big', 'small'] }, gives: 'big' },
    { expression: { $and: [{ $gte: ['$n', 7] }, { $ne: ['$s', 'x'] }] }, gives: true },
    { expression: { $eq: ['$id', '$same'] }, gives: true },
    { expression: { $eq: ['$id', ID] }, gives: true },
    { expression: { $eq: ['$id', new ObjectId()] }, gives: false },
    { expression: { $eq: ['$l', 40] }, gives: true },
    { expression: { $concat: ['$s', '-', 'x'] }, gives: 'Text-x' },
    { expression: { $toLower: '$s' }, gives: 'text' },
    { expression: { $dateToString: { date: '$at', format: '%Y-%m-%dT%H:%M' } }, gives: '2024-02-29T13:45' },
    { expression: { $dateTrunc: { date: '$at', unit: 'hour' } }, gives: new Date('2024-02-29T13:00:00Z') },
    {
      expression: { $dateTrunc: { date: '$at', unit: 'minute', binSize: 15 } },
      gives: new Date('2024-02-29T13:45:00Z'),
    },
    { expression: { $hour: '$at' }, gives: 13 },
    { expression: { $map: { input: '$list', as: 'x', in: { $multiply: ['$$x', 2] } } }, gives: [6, 2, 4] },
    { expression: { $filter: { input: '$list', as: 'x', cond: { $gt: ['$$x', 1] } } }, gives: [3, 2] },
    { expression: { $literal: { $madeUp: 1 } }, gives: { $madeUp: 1 } },
  ])('evaluates $expression', ({ expression, gives }) => expect(evaluate(expression)).toEqual(gives));

  it.each<{ expression: unknown }>([
    { expression: { $madeUp: 1 } },
    { expression: { $add: [1, { $madeUp: 1 }] } },
    { expression: { $percentile: {} } },
    { expression: { $function: {} } },
    { expression: { $rand: {} } },
    { expression: { a: { $accumulator: {} } } },
    { expression: '$$USER_ROLES' },
    { expression: { $add: [Decimal128.fromString('1'), 1] } },
    { expression: { constructor: { $constructor: 1 } } },
    { expression: { $toDouble: Decimal128.fromString('1') } },
    { expression: { $convert: { input: 1, to: 'binData' } } },
  ])('leaves $expression to MongoDB', ({ expression }) => expect(() => evaluate(expression)).toThrow(/MONGO_URI/));
});
