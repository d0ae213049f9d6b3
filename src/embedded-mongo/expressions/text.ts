import { Int32 } from '../bson/bson.js';
import { isNumeric, wholeOf } from '../bson/number.js';
import { MongoError } from '../errors.js';
import { textOf } from './conversions.js';
import { askMingo } from './mingo.js';
import { named, type NamedOperators } from './named.js';
import { binary, nullable, type Operators, unary, variadic } from './operator.js';
import { isNullish, typeNameOf } from './values.js';

function concat(operands: readonly unknown[]): unknown {
  let text = '';
  for (const operand of operands) {
    if (typeof operand !== 'string') {
      throw new MongoError(16702, `$concat only supports strings, not ${typeNameOf(operand)}`);
    }
    text += operand;
  }
  return text;
}

/** Texts, numbers and times have a text; nothing has an empty one.
 * @throws MongoError for everything else */
function coerced(value: unknown): string {
  if (isNullish(value)) return '';
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (isNumeric(value)) return textOf(value);
  throw new MongoError(16007, `can't convert from BSON type ${typeNameOf(value)} to String`);
}

function lengthOf(measure: (text: string) => number, code: number) {
  return unary((value, name) => {
    if (typeof value === 'string') return new Int32(measure(value));
    throw new MongoError(code, `${name} requires a string argument, found: ${typeNameOf(value)}`);
  });
}

/** How many code points a text has. */
function codePoints(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    count++;
    // Two units make one code point.
    if ((text.codePointAt(at) ?? 0) > 0xffff) at++;
  }
  return count;
}

/** Where a text occurs in another one, both given as lists of bytes or code points; -1 where it doesn't. */
function indexOf(split: (text: string) => readonly (number | string)[], codes: readonly [number, number]) {
  return variadic(
    ([text, wanted, from, to], name) => {
      if (isNullish(text)) return null;
      if (typeof text !== 'string')
        throw new MongoError(codes[0], `${name} requires a string, found: ${typeNameOf(text)}`);
      if (typeof wanted !== 'string') {
        throw new MongoError(
          codes[1],
          `${name} requires a string as the second argument, found: ${typeNameOf(wanted)}`,
        );
      }
      const [units, sought] = [split(text), split(wanted)];
      const start = from === undefined ? 0 : boundOf(from, name);
      const end = Math.min(to === undefined ? units.length : boundOf(to, name), units.length);
      for (let at = start; at + sought.length <= end; at++) {
        if (sought.every((unit, index) => units[at + index] === unit)) return new Int32(at);
      }
      return new Int32(-1);
    },
    2,
    4,
  );
}

function boundOf(value: unknown, name: string): number {
  const bound = wholeOf(value);
  if (bound === undefined)
    throw new MongoError(40096, `${name} requires an integral index, found: ${typeNameOf(value)}`);
  if (bound < 0) throw new MongoError(40097, `${name} requires a nonnegative index, found: ${bound}`);
  return bound;
}

function substring(operands: readonly unknown[], name: string): unknown {
  const [value, ...bounds] = operands;
  return askMingo(name, [coerced(value), ...bounds]);
}

/** The positions that patterns are found at are 32-bit numbers. */
function found(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(found);
  if (typeof value !== 'object' || value === null) return value;
  return { ...value, idx: new Int32(Number(Reflect.get(value, 'idx'))) };
}

/** Operators on texts. */
export const TEXTS: Operators = {
  $concat: nullable(variadic(concat)),
  $toLower: unary((value) => coerced(value).toLowerCase()),
  $toUpper: unary((value) => coerced(value).toUpperCase()),
  $strLenCP: lengthOf(codePoints, 34471),
  $strLenBytes: lengthOf((text) => Buffer.byteLength(text), 34473),
  $strcasecmp: binary((one, other) => {
    const [first, second] = [coerced(one).toUpperCase(), coerced(other).toUpperCase()];
    return new Int32(Buffer.compare(Buffer.from(first), Buffer.from(second)));
  }),
  $indexOfBytes: indexOf((text) => [...Buffer.from(text)], [40091, 40092]),
  $indexOfCP: indexOf((text) => Array.from(text), [40093, 40094]),
  $substr: variadic(substring, 3, 3),
  $substrBytes: variadic(substring, 3, 3),
  $substrCP: variadic(substring, 3, 3),
  $split: binary((text, separator, name) => (isNullish(separator) ? null : askMingo(name, [text, separator]))),
};

const TRIM = [['input'], ['chars']] as const;
const REGEX = [['input', 'regex'], ['options']] as const;
const REPLACE = ['input', 'find', 'replacement'];

/** Operators on texts with named operands. */
export const NAMED_TEXTS: NamedOperators = {
  $trim: named(...TRIM, (operands, name) => askMingo(name, operands)),
  $ltrim: named(...TRIM, (operands, name) => askMingo(name, operands)),
  $rtrim: named(...TRIM, (operands, name) => askMingo(name, operands)),
  $regexMatch: named(...REGEX, (operands, name) => askMingo(name, operands)),
  $regexFind: named(...REGEX, (operands, name) => found(askMingo(name, operands)) ?? null),
  $regexFindAll: named(...REGEX, (operands, name) => found(askMingo(name, operands))),
  $replaceOne: named(REPLACE, [], (operands, name) => askMingo(name, operands)),
  $replaceAll: named(REPLACE, [], (operands, name) => askMingo(name, operands)),
};
