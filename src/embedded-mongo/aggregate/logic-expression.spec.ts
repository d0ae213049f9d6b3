import { describe, expect, it } from 'vitest';
import { decodeTyped, Decimal128, Double, encode, Int32, Long } from '../bson/bson.js';
import { compileExpression } from './expression.js';
import { compileLogic } from './logic-expression.js';

const DOC = encode({
  zero: new Double(-0),
  nan: NaN,
  one: new Int32(1),
  long: Long.fromString('9007199254740993'),
  decimal: Decimal128.fromString('1.5'),
  text: 'a',
  no: false,
  nothing: null,
  empty: [],
});

function evaluated(expression: unknown): unknown {
  const wrapped = decodeTyped(encode({ expression }));
  return compileExpression(wrapped['expression'])(DOC);
}

/** The operands of a $cond by name. */
function named(operands: readonly unknown[]): object {
  return Object.fromEntries(operands.map((operand, at) => [['if', 'then', 'else'][at], operand]));
}

describe(compileLogic.name, () => {
  it.each([
    { expression: { $lt: ['$one', '$text'] }, is: true },
    { expression: { $lt: ['$text', '$empty'] }, is: true },
    { expression: { $lte: ['$one', '$no'] }, is: true },
    { expression: { $lt: ['$missing', '$nothing'] }, is: true },
    { expression: { $gte: ['$missing', '$nothing'] }, is: false },
    { expression: { $eq: ['$missing', '$other'] }, is: true },
    { expression: { $eq: ['$missing', '$nothing'] }, is: false },
    { expression: { $eq: ['$long', 9007199254740992] }, is: false },
    { expression: { $gt: ['$decimal', '$one'] }, is: true },
    { expression: { $lt: ['$nan', '$zero'] }, is: true },
    { expression: { $eq: ['$nan', '$nan'] }, is: true },
    { expression: { $cmp: ['$one', '$text'] }, is: new Int32(-1) },
    { expression: { $and: ['$one', '$text', '$empty', '$nan'] }, is: true },
    { expression: { $and: [] }, is: true },
    { expression: { $or: ['$zero', '$no', '$nothing', '$missing'] }, is: false },
    { expression: { $or: [] }, is: false },
    { expression: { $not: ['$missing'] }, is: true },
    { expression: { $not: '$one' }, is: false },
    { expression: { $cond: ['$missing', 1, '$text'] }, is: 'a' },
    { expression: { $cond: named(['$one', '$long', 0]) }, is: Long.fromString('9007199254740993') },
    { expression: { $ifNull: ['$missing', '$nothing', '$decimal'] }, is: Decimal128.fromString('1.5') },
    { expression: { $ifNull: ['$nothing', '$missing'] }, is: undefined },
    { expression: { $max: ['$missing', '$long', '$nothing', 1] }, is: Long.fromString('9007199254740993') },
    { expression: { $min: ['$decimal', '$text', '$missing'] }, is: Decimal128.fromString('1.5') },
    { expression: { $max: '$empty' }, is: null },
  ])('evaluates $expression', ({ expression, is }) => expect(evaluated(expression)).toEqual(is));

  it.each([
    { expression: { $eq: ['$one'] }, code: 16020 },
    { expression: { $gt: '$one' }, code: 16020 },
    { expression: { $not: [1, 2] }, code: 16020 },
    { expression: { $cond: [1, 2] }, code: 16020 },
    { expression: { $cond: named([1, 2]) }, code: 17080 },
    { expression: { $ifNull: [1] }, code: 1257300 },
  ])('refuses $expression', ({ expression, code }) => {
    expect(() => evaluated(expression)).toThrow(expect.objectContaining({ code }) as Error);
  });
});
