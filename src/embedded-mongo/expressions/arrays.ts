import { Int32, isPlainObject, numberOf } from '../bson/bson.js';
import { fitsInt32, isNumeric, wholeOf } from '../bson/number.js';
import { MongoError } from '../errors.js';
import { parseSort } from '../query/sort.js';
import { elementOrder } from '../update/element-order.js';
import { named, type NamedOperators } from './named.js';
import { binary, type Operators, unary, variadic } from './operator.js';
import { identityOf, inOrder, isNullish, isTrue, MAX_ELEMENTS, typeNameOf } from './values.js';

type List = readonly unknown[];

/** An array operand. @throws MongoError for anything else but null and what is missing, for which it is null */
function listOrNull(value: unknown, name: string, code: number): List | null {
  if (isNullish(value)) return null;
  if (Array.isArray(value)) return value;
  throw new MongoError(code, `${name}'s argument must be an array, but is ${typeNameOf(value)}`);
}

/** An array operand. @throws MongoError for anything else */
export function listOf(value: unknown, name: string, code: number): List {
  if (Array.isArray(value)) return value;
  throw new MongoError(code, `The argument to ${name} must be an array, but was of type: ${typeNameOf(value)}`);
}

/** A whole number of 32 bits, of any numeric type. @throws MongoError for anything else */
export function int32Of(value: unknown, name: string, code: number): number {
  const whole = isNumeric(value) ? wholeOf(value) : undefined;
  if (whole !== undefined && fitsInt32(whole)) return whole;
  throw new MongoError(code, `${name} needs a number that can be represented as a 32-bit integer`);
}

function elementAt(list: unknown, index: unknown, name: string): unknown {
  if (isNullish(list) || isNullish(index)) return null;
  const items = listOrNull(list, name, 28689);
  return items?.at(int32Of(index, name, 28691));
}

function end(at: number, code: number) {
  return unary((value, name) => {
    const list = listOrNull(value, name, code);
    return list === null ? null : list.at(at);
  });
}

function concatArrays(operands: List, name: string): unknown {
  if (operands.some(isNullish)) return null;
  return operands.flatMap((operand) => listOf(operand, name, 28664));
}

function indexOfArray([list, wanted, from, to]: List, name: string): unknown {
  const items = listOrNull(list, name, 40090);
  if (items === null) return null;
  const start = from === undefined ? 0 : int32Of(from, name, 40096);
  const end = to === undefined ? items.length : int32Of(to, name, 40096);
  if (start < 0 || end < 0) throw new MongoError(40097, `${name} requires nonnegative indexes`);
  const sought = identityOf(wanted);
  const at = items.findIndex((item, index) => index >= start && index < end && identityOf(item) === sought);
  return new Int32(at);
}

/** Numbers of 32 bits from one up or down to another. */
function range([from, to, by]: List, name: string): unknown {
  const [start, end] = [int32Of(from, name, 34444), int32Of(to, name, 34446)];
  const step = by === undefined ? 1 : int32Of(by, name, 34448);
  if (step === 0) throw new MongoError(34449, '$range requires a non-zero step value');
  const count = Math.max(0, Math.ceil((end - start) / step));
  if (count > MAX_ELEMENTS) throw new MongoError(146, `$range would make more than ${MAX_ELEMENTS} numbers`);
  return Array.from({ length: count }, (_, at) => new Int32(start + at * step));
}

function slice([list, ...bounds]: List, name: string): unknown {
  if (isNullish(list) || bounds.some(isNullish)) return null;
  const items = listOf(list, name, 28724);
  const [first = 0, second] = bounds.map((bound) => int32Of(bound, name, 28725));
  if (second === undefined) return first < 0 ? items.slice(first) : items.slice(0, first);
  if (second <= 0) throw new MongoError(28729, `Third argument to $slice must be positive: ${second}`);
  const start = first < 0 ? Math.max(0, items.length + first) : first;
  return items.slice(start, start + second);
}

/** Operators on arrays. */
export const ARRAYS: Operators = {
  $arrayElemAt: binary(elementAt),
  $first: end(0, 28689),
  $last: end(-1, 28689),
  $concatArrays: variadic(concatArrays),
  $in: binary((wanted, list, name) => {
    const items = listOf(list, name, 40081);
    const sought = identityOf(wanted);
    return items.some((item) => identityOf(item) === sought);
  }),
  $indexOfArray: variadic(indexOfArray, 2, 4),
  $isArray: unary((value) => Array.isArray(value)),
  $range: variadic(range, 2, 3),
  $reverseArray: unary((value, name) => listOrNull(value, name, 34435)?.toReversed() ?? null),
  $size: unary((value, name) => new Int32(listOf(value, name, 17124).length)),
  $slice: variadic(slice, 2, 3),
  $allElementsTrue: unary((value, name) => listOf(value, name, 17040).every(isTrue)),
  $anyElementTrue: unary((value, name) => listOf(value, name, 17041).some(isTrue)),
};

/** @param pick the values that are taken of those in the array */
function some(pick: (items: List, count: number) => List) {
  return named(['n', 'input'], [], ({ n, input }, name) => {
    const count = int32Of(n, name, 5787903);
    if (count <= 0) throw new MongoError(5787908, `'n' must be greater than 0, found ${count}`);
    return pick(listOf(input, name, 5788200), count);
  });
}

function zip({ inputs, useLongestLength, defaults }: Record<string, unknown>, name: string): unknown {
  const all = listOf(inputs, name, 34461);
  if (all.some(isNullish)) return null;
  const lists = all.map((list) => listOf(list, name, 34468));
  if (lists.length === 0) throw new MongoError(34465, '$zip requires at least one input array');
  const lengths = lists.map(({ length }) => length);
  const instead = isNullish(defaults) ? [] : listOf(defaults, name, 34462);
  const length = useLongestLength === true ? Math.max(...lengths) : Math.min(...lengths);
  return Array.from({ length }, (_, at) =>
    lists.map((list, which) => (at < list.length ? list[at] : (instead[which] ?? null))),
  );
}

/** Operators on arrays with named operands. */
export const NAMED_ARRAYS: NamedOperators = {
  $firstN: some((items, count) => items.slice(0, count)),
  $lastN: some((items, count) => items.slice(-count)),
  $maxN: some((items, count) => inOrder(items, 1).slice(0, count)),
  $minN: some((items, count) => inOrder(items, -1).slice(0, count)),
  $sortArray: named(['input', 'sortBy'], [], ({ input, sortBy }, name) => {
    const list = listOrNull(input, name, 2942504);
    if (isPlainObject(sortBy)) parseSort(sortBy);
    else if (Math.abs(numberOf(sortBy)) !== 1) throw new MongoError(2942507, '$sortArray needs 1, -1 or a document');
    return list === null ? null : [...list].sort(elementOrder(sortBy));
  }),
  $zip: named(['inputs'], ['useLongestLength', 'defaults'], zip),
};
