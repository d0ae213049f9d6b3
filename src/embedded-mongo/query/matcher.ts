import { decodeValue } from '../bson/element-value.js';
import { type FieldPath, type PathVisitor, visitPath } from '../bson/path.js';
import { ElementCursor, findField, int32At } from '../bson/raw.js';
import { expressionPredicate } from '../aggregate/predicate.js';
import { bsonTypeOf, T } from '../bson/bson.js';
import { KeyWriter } from '../keys/key-writer.js';
import { TAG, writeRawValue } from '../keys/value-key.js';
import type { Filter, Test } from './filter.js';
import { isNull, isWithin, type Literal } from './literal.js';

/** Whether the document at an offset of a buffer matches. */
export type Matcher = (buf: Buffer, at: number) => boolean;
/** Whether one value matches; type 0 stands for a missing one. `isElement`: it is an element of the field's array. */
export type ValueMatcher = (buf: Buffer, type: number, at: number, isElement: boolean) => boolean;
/** Whether any of the values that a path leads to matches. */
type PathMatcher = (buf: Buffer, at: number, path: FieldPath) => boolean;

/** Compiles a filter once; the matcher works on raw BSON and decodes nothing but what it must. */
export function compileFilter(filter: Filter): Matcher {
  switch (filter.kind) {
    case 'and':
      return every(filter.filters.map(compileFilter));
    case 'or': {
      const branches = filter.filters.map(compileFilter);
      return (buf, at) => branches.some((matches) => matches(buf, at));
    }
    case 'nor': {
      const branches = filter.filters.map(compileFilter);
      return (buf, at) => !branches.some((matches) => matches(buf, at));
    }
    case 'expression':
      return expressionPredicate(filter.expression);
    default: {
      const { path } = filter;
      const tests = filter.tests.map(compileTest);
      return every(tests.map((test) => (buf: Buffer, at: number) => test(buf, at, path)));
    }
  }
}

function every(matchers: readonly Matcher[]): Matcher {
  const [only] = matchers;
  if (only !== undefined && matchers.length === 1) return only;
  return (buf, at) => {
    for (const matches of matchers) if (!matches(buf, at)) return false;
    return true;
  };
}

function compileTest(test: Test): PathMatcher {
  if (test.kind === 'not') {
    const tests = test.tests.map(compileTest);
    return (buf, at, path) => !tests.every((matches) => matches(buf, at, path));
  }
  if (test.kind === 'exists' && !test.isWanted) {
    const exists = anyValue((_, type) => type !== 0);
    return (buf, at, path) => !exists(buf, at, path);
  }
  return anyValue(valueMatcher(test));
}

/** Tries all values of a path; a plain top-level field, the common case, needs no visitor. */
function anyValue(matches: ValueMatcher): PathMatcher {
  const visitor = new AnyValue(matches);
  return (buf, at, path) => {
    if (path.parts.length > 1) return visitor.test(buf, at, path);
    const found = findField(buf, path.parts[0] as Buffer, at);
    if (found === undefined) return matches(buf, 0, 0, false);
    return found.type === T.array ? visitor.test(buf, at, path) : matches(buf, found.type, found.value, false);
  };
}

class AnyValue implements PathVisitor {
  private buf: Buffer = Buffer.alloc(0);
  private isFound = false;

  constructor(private readonly matches: ValueMatcher) {}

  test(buf: Buffer, at: number, path: FieldPath): boolean {
    this.buf = buf;
    this.isFound = false;
    visitPath(buf, at, path, this);
    return this.isFound;
  }

  value(type: number, at: number, isElement: boolean): void {
    // A path that runs through an array without documents leads to nothing: not even to a null.
    if (this.isFound || (type === 0 && isElement)) return;
    this.isFound = this.matches(this.buf, type, at, isElement);
  }
}

function valueMatcher(test: Exclude<Test, { kind: 'not' }>): ValueMatcher {
  switch (test.kind) {
    case 'eq':
      return equalsAny([test.literal]);
    case 'in':
      return isIn(test.literals, test.patterns);
    case 'range': {
      const { interval } = test;
      if (interval === undefined) return () => false;
      const keyOf = keyReader();
      const isMissingMatch = interval.low[0] === TAG.null;
      return (buf, type, at) => (type === 0 ? isMissingMatch : isWithin(keyOf(buf, type, at), interval));
    }
    case 'exists':
      return (_, type) => (type !== 0) === test.isWanted;
    case 'regex':
      return (buf, type, at) => isText(type) && test.pattern.test(textAt(buf, at));
    case 'size':
      return (buf, type, at, isElement) => type === T.array && !isElement && countItems(buf, at) === test.count;
    case 'type':
      return (_, type) => type !== 0 && test.types.has(type);
    case 'mod':
      return (buf, type, at) => isNumber(type) && hasRemainder(decodeValue(buf, type, at), test);
    default:
      return elementMatcher(test);
  }
}

function isIn(literals: readonly Literal[], patterns: readonly RegExp[]): ValueMatcher {
  const equal = equalsAny(literals);
  if (patterns.length === 0) return equal;
  return (buf, type, at, isElement) =>
    equal(buf, type, at, isElement) || (isText(type) && patterns.some((pattern) => pattern.test(textAt(buf, at))));
}

function equalsAny(literals: readonly Literal[]): ValueMatcher {
  const hasNull = literals.some(isNull);
  const [only] = literals;
  if (only !== undefined && literals.length === 1) {
    const writer = new KeyWriter();
    return (buf, type, at) => {
      if (type === 0) return hasNull;
      writeRawValue(writer.reset(), buf, type, at);
      return writer.equals(only.key);
    };
  }
  const keyOf = keyReader();
  const keys = new Set(literals.map(({ key }) => key.toString('latin1')));
  return (buf, type, at) => (type === 0 ? hasNull : keys.has(keyOf(buf, type, at).toString('latin1')));
}

/** Encodes values into one reused buffer: the result is valid until the next call. */
function keyReader(): (buf: Buffer, type: number, at: number) => Buffer {
  const writer = new KeyWriter();
  return (buf, type, at) => {
    writeRawValue(writer.reset(), buf, type, at);
    return writer.bytes.subarray(0, writer.length);
  };
}

function elementMatcher(test: Extract<Test, { kind: 'elemMatch' }>): ValueMatcher {
  const matches = test.filter === undefined ? allOf(test.tests ?? []) : subdocument(compileFilter(test.filter));
  return (buf, type, at, isElement) => {
    if (type !== T.array || isElement) return false;
    const items = new ElementCursor(buf, at);
    while (items.next()) if (matches(buf, items.type, items.value, false)) return true;
    return false;
  };
}

/** An array counts as a document whose fields are called 0, 1, 2. */
function subdocument(matches: Matcher): ValueMatcher {
  return (buf, type, at) => (type === T.document || type === T.array) && matches(buf, at);
}

/** All tests on one value, for elements of arrays. */
export function allOf(tests: readonly Test[]): ValueMatcher {
  const matchers = tests.map((test): ValueMatcher => {
    if (test.kind !== 'not') return valueMatcher(test);
    const inner = allOf(test.tests);
    return (buf, type, at, isElement) => !inner(buf, type, at, isElement);
  });
  return (buf, type, at, isElement) => matchers.every((matches) => matches(buf, type, at, isElement));
}

function isText(type: number): boolean {
  return type === T.string || type === T.symbol;
}

function textAt(buf: Buffer, at: number): string {
  return buf.toString('utf8', at + 4, at + 3 + int32At(buf, at));
}

function isNumber(type: number): boolean {
  return type === T.int32 || type === T.long || type === T.double || type === T.decimal;
}

/** What is no whole number of 64 bits has its fraction cut off, and no remainder where that isn't one either. */
function hasRemainder(value: unknown, { divisor, remainder }: { divisor: number; remainder: number }): boolean {
  if (bsonTypeOf(value) === 'Long') return BigInt(String(value)) % BigInt(divisor) === BigInt(remainder);
  const number = Math.trunc(Number(value));
  return Math.abs(number) < 2 ** 63 && number % divisor === remainder;
}

function countItems(buf: Buffer, at: number): number {
  const items = new ElementCursor(buf, at);
  let count = 0;
  while (items.next()) count++;
  return count;
}
