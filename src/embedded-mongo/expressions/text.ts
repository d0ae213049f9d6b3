import { Int32 } from '../bson/bson.js';
import { isNumeric, wholeOf } from '../bson/number.js';
import { MongoError } from '../errors.js';
import { textOf } from './conversions.js';
import { askMingo } from './mingo.js';
import { named, type NamedOperators } from './named.js';
import { binary, nullable, type Operators, unary, variadic } from './operator.js';
import { fitting, isNullish, typeNameOf } from './values.js';

function concat(operands: readonly unknown[]): unknown {
  let text = '';
  for (const operand of operands) {
    if (typeof operand !== 'string') {
      throw new MongoError(16702, `$concat only supports strings, not ${typeNameOf(operand)}`);
    }
    text += operand;
    fitting(text, '$concat');
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

/** Searches a text from one position up to another, both in bytes or in code points.
 * @returns the first position of the wanted text; -1 if there is none */
type Search = (text: string, wanted: string, from: number, to: number) => number;

function indexOf(search: Search, codes: readonly [number, number]) {
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
      const start = from === undefined ? 0 : boundOf(from, name);
      const end = to === undefined ? Infinity : boundOf(to, name);
      return new Int32(start > end ? -1 : search(text, wanted, start, end));
    },
    2,
    4,
  );
}

const searchBytes: Search = (text, wanted, from, to) => {
  const [bytes, sought] = [Buffer.from(text), Buffer.from(wanted)];
  if (from > bytes.length) return -1;
  const index = bytes.indexOf(sought, from);
  return index + sought.length <= Math.min(to, bytes.length) ? index : -1;
};

const searchCodePoints: Search = (text, wanted, from, to) => {
  const start = unitsOf(text, from);
  if (start === undefined) return -1;
  const unit = text.indexOf(wanted, start);
  if (unit < 0) return -1;
  const index = from + codePoints(text.slice(start, unit));
  return index + codePoints(wanted) <= to ? index : -1;
};

/** How many UTF-16 units the first code points of a text have; undefined if it has fewer. */
function unitsOf(text: string, points: number): number | undefined {
  let unit = 0;
  for (let point = 0; point < points; point++) {
    if (unit >= text.length) return undefined;
    unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
  }
  return unit;
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
  $indexOfBytes: indexOf(searchBytes, [40091, 40092]),
  $indexOfCP: indexOf(searchCodePoints, [40093, 40094]),
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
