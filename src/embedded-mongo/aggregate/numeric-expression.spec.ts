import { array, assert, constantFrom, double, integer, letrec, oneof, property, record, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal128, decodeTyped, Double, encode, Int32, Long } from '../bson/bson.js';
import { compileWithMingo, decodePlain, toPlain } from '../query/mingo-bridge.js';
import { compileExpression } from './expression.js';
import { compileNumeric } from './numeric-expression.js';

const number = oneof(integer(), integer({ min: -3, max: 3 }), double(), constantFrom(0.001, 10_000, 1.5));
const value = oneof(
  { weight: 4, arbitrary: number.map((it) => new Double(it)) },
  { weight: 4, arbitrary: integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map((it) => new Int32(it)) },
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

/** What comes out, as a plain number; of 0 and -0, which compare as equal, either may. */
function outcome(run: () => unknown): unknown {
  try {
    const result = toPlain(run() ?? null);
    return { value: typeof result === 'number' ? result + 0 : result };
  } catch {
    return 'refused';
  }
}

describe(compileNumeric.name, () => {
  it('gives the same as mingo, or leaves it to mingo', () => {
    let byHand = 0;
    assert(
      property(expression, document, (spec, doc) => {
        const raw = encode(doc);
        const ours = compileNumeric(decodeTyped(encode({ spec }))['spec']);
        if (ours !== undefined && !Number.isNaN(ours(raw))) byHand++;
        const typed = decodeTyped(encode({ spec }))['spec'];
        const mingo = outcome(() => compileWithMingo(typed)(decodePlain(raw)));
        expect(outcome(() => compileExpression(typed)(raw))).toEqual(mingo);
      }),
      { numRuns: 3000 },
    );
    expect(byHand).toBeGreaterThan(300);
  });

  it.each([
    { what: 'a 64-bit integer', raw: { a: Long.fromNumber(2 ** 40) }, spec: { $add: ['$a', 1] }, is: 2 ** 40 + 1 },
    { what: 'a time', raw: { a: new Date(1_772_366_400_123) }, spec: { $toLong: '$a' }, is: 1_772_366_400_123 },
    { what: 'a fraction', raw: { a: -1.5 }, spec: { $toLong: '$a' }, is: -1 },
    { what: 'three operands', raw: { a: 5 }, spec: { $max: ['$a', 7, 6] }, is: 7 },
    { what: 'a bin of latency', raw: { a: 0 }, spec: { $floor: { $ln: { $max: ['$a', 0.001] } } }, is: -7 },
  ])('computes $what', ({ raw, spec, is }) =>
    expect(compileNumeric(decodeTyped(encode({ spec }))['spec'])?.(encode(raw))).toBe(is),
  );

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
    expect(compileNumeric(decodeTyped(encode({ spec }))['spec'])?.(encode(raw))).toBeNaN(),
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
