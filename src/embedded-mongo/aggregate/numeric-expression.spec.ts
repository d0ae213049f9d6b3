import { array, assert, constantFrom, double, integer, letrec, oneof, property, record, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal128, decodeTyped, Double, encode, Int32, Long, T } from '../bson/bson.js';
import { compileOperator } from '../expressions/operators.js';
import { compileExpression } from './expression.js';
import { compileLogic } from './logic-expression.js';
import { boxed, compileNumeric, plainPath } from './numeric-expression.js';

const number = oneof(integer(), integer({ min: -3, max: 3 }), double(), constantFrom(0.001, 10_000, 1.5));
const value = oneof(
  { weight: 4, arbitrary: number.map((it) => new Double(it)) },
  { weight: 4, arbitrary: integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map((it) => new Int32(it)) },
  { weight: 3, arbitrary: constantFrom(2 ** 31 - 1, -(2 ** 31), 0, 3).map((it) => new Int32(it)) },
  {
    weight: 3,
    arbitrary: constantFrom('0', '7', '-7', '4294967296', '9007199254740993', '-9223372036854775808').map((it) =>
      Long.fromString(it),
    ),
  },
  {
    weight: 1,
    arbitrary: constantFrom<unknown>(null, 'text', true, new Date(5), new Date(1_772_366_400_123), [1, 2], { b: 1 }),
  },
);
const document = record({ a: value, b: value, c: record({ d: value }) }, { requiredKeys: [] });

const { expression } = letrec<{ expression: unknown }>((tie) => {
  const operand = oneof(
    { depthSize: 'small' },
    constantFrom<unknown>('$a', '$b', '$c.d', '$missing'),
    number,
    tie('expression'),
  );
  const pair = tuple(operand, operand);
  const operator = (name: string) => operand.map((it) => ({ [name]: it }));
  return {
    expression: oneof(
      ...['$add', '$multiply', '$max', '$min'].map((name) =>
        array(operand, { minLength: 2, maxLength: 3 }).map((operands) => ({ [name]: operands })),
      ),
      ...['$subtract', '$divide', '$mod'].map((name) => pair.map((operands) => ({ [name]: operands }))),
      ...['$floor', '$ceil', '$abs', '$ln', '$toLong'].map(operator),
    ),
  };
});

/** The result with its BSON type, or that there is an error. */
function outcome(run: () => unknown): unknown {
  try {
    return decodeTyped(encode({ value: run() }));
  } catch {
    return 'refused';
  }
}

/** The general way alone, which makes an object of each number. */
function general(spec: unknown): (raw: Buffer) => unknown {
  const [entry] =
    typeof spec === 'object' && spec !== null && plainPath(spec) === undefined ? Object.entries(spec) : [];
  if (entry === undefined || !entry[0].startsWith('$')) return compileExpression(spec);
  return compileLogic(...entry, general) ?? compileOperator(...entry, general);
}

describe(compileNumeric.name, () => {
  it('gives the same value and type as the general way, or leaves it to that', () => {
    let byHand = 0;
    assert(
      property(expression, document, (spec, doc) => {
        const raw = encode(doc);
        const typed = decodeTyped(encode({ spec }))['spec'];
        const ours = compileNumeric(typed);
        if (ours !== undefined && !Number.isNaN(ours.of(raw))) byHand++;
        expect(outcome(() => compileExpression(typed)(raw))).toEqual(outcome(() => general(typed)(raw)));
      }),
      { numRuns: 5000 },
    );
    expect(byHand).toBeGreaterThan(300);
  });

  it.each([
    { what: 'a sum of -0', raw: { a: new Double(-0) }, spec: { $add: ['$a', '$a'] }, is: -0, type: T.double },
    {
      what: 'a 64-bit integer',
      raw: { a: Long.fromNumber(2 ** 40) },
      spec: { $add: ['$a', 1] },
      is: 2 ** 40 + 1,
      type: T.long,
    },
    {
      what: 'a time',
      raw: { a: new Date(1_772_366_400_123) },
      spec: { $toLong: '$a' },
      is: 1_772_366_400_123,
      type: T.long,
    },
    { what: 'a fraction', raw: { a: -1.5 }, spec: { $toLong: '$a' }, is: -1, type: T.long },
    { what: 'three operands', raw: { a: 5 }, spec: { $max: ['$a', 7, 6] }, is: 7, type: T.int32 },
    {
      what: 'a bin of latency',
      raw: { a: 0 },
      spec: { $floor: { $ln: { $max: ['$a', 0.001] } } },
      is: -7,
      type: T.double,
    },
  ])('computes $what', ({ raw, spec, is, type }) => {
    const numeric = compileNumeric(decodeTyped(encode({ spec }))['spec']);
    const value = numeric?.of(encode(raw)) ?? NaN;
    expect(boxed(value, numeric?.type ?? T.double)).toEqual(boxed(is, type));
  });

  it.each([
    {
      what: 'an integer that no double holds',
      raw: { a: Long.fromString('9007199254740993') },
      spec: { $add: ['$a', 1] },
    },
    { what: 'a decimal', raw: { a: Decimal128.fromString('1') }, spec: { $add: ['$a', 1] } },
    { what: 'a missing field', raw: {}, spec: { $add: ['$a', 1] } },
    { what: 'a division by zero', raw: { a: 0 }, spec: { $divide: [1, '$a'] } },
    { what: 'a path through an array', raw: { a: [{ b: 1 }] }, spec: { $add: ['$a.b', 1] } },
    { what: 'an integer over the safe range', raw: { a: 1e16 }, spec: { $toLong: '$a' } },
  ])('leaves $what to the general way', ({ raw, spec }) =>
    expect(compileNumeric(decodeTyped(encode({ spec }))['spec'])?.of(encode(raw))).toBeNaN(),
  );

  it.each([
    { $concat: ['a', 'b'] },
    { $add: ['$a'] },
    { $max: '$a' },
    { $floor: ['$a'] },
    '$$ROOT',
    { $add: [1, 2], $floor: 1 },
    null,
  ])('does not take %j', (spec) => expect(compileNumeric(spec)).toBeUndefined());
});
