import { array, type Arbitrary, constantFrom, letrec, oneof, tuple } from 'fast-check';
import mongoose from 'mongoose';
import { type Doc, int, number, path } from './values.js';

const { Double, Int32, Long } = mongoose.mongo;

/** Numbers at whose sums and products the types change. */
const edge = constantFrom<unknown>(
  new Int32(2147483647),
  new Int32(-2147483648),
  new Int32(46341),
  Long.fromString('2147483648'),
  Long.fromString('9223372036854775807'),
  new Double(4),
  new Double(-2.5),
  new Double(1234.5678),
);
const place = constantFrom(-1, 0, 1, 2).map((value) => new Int32(value));

/** A single operand, with brackets or without. */
function single(names: readonly string[], operand: Arbitrary<unknown>): Arbitrary<Doc> {
  return tuple(constantFrom(...names), operand, constantFrom(true, false)).map(([name, given, isBracketed]) => ({
    [name]: isBracketed ? [given] : given,
  }));
}

function several(names: readonly string[], operands: Arbitrary<unknown[]>): Arbitrary<Doc> {
  return tuple(constantFrom(...names), operands).map(([name, given]) => ({ [name]: given }));
}

const { numeric } = letrec<{ numeric: unknown }>((tie) => {
  const one = tie('numeric');
  return {
    numeric: oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 4, arbitrary: number },
      { weight: 3, arbitrary: edge },
      { weight: 3, arbitrary: path.map((text) => `$${text}`) },
      { weight: 4, arbitrary: several(['$add', '$multiply'], array(one, { minLength: 1, maxLength: 3 })) },
      { weight: 4, arbitrary: several(['$subtract', '$divide', '$mod'], tuple(one, one)) },
      { weight: 4, arbitrary: single(['$abs', '$ceil', '$floor', '$trunc', '$round'], one) },
      { weight: 2, arbitrary: several(['$trunc', '$round'], tuple(one, place)) },
      { weight: 3, arbitrary: single(['$sqrt', '$exp', '$ln', '$log10'], one) },
      { weight: 2, arbitrary: several(['$pow'], tuple(one, int)) },
      { weight: 3, arbitrary: single(['$toInt', '$toLong', '$toDouble'], one) },
    ),
  };
});

/** Arithmetic over numbers of all types but decimals, and over fields that may hold anything. */
export const arithmetic = numeric;

const list = array(number, { maxLength: 3 });

/** Operators of one operand, which may be a list in brackets of its own. */
export const bracketed: Arbitrary<Doc> = oneof(
  tuple(constantFrom('$sum', '$avg', '$min', '$max', '$size', '$reverseArray'), list).map(([name, items]) => ({
    [name]: [items],
  })),
  single(
    [
      '$size',
      '$isArray',
      '$reverseArray',
      '$year',
      '$isoWeekYear',
      '$isoWeek',
      '$week',
      '$hour',
      '$strLenCP',
      '$strLenBytes',
    ],
    path.map((text) => `$${text}`),
  ),
  single(['$type'], numeric),
);
