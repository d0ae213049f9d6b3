import { BSONRegExp, bsonTypeOf, type Doc, isPlainObject } from '../bson/bson.js';
import { fieldPath, type FieldPath } from '../bson/path.js';
import { MongoError, unsupported } from '../errors.js';
import { type Comparison, type Interval, intervalOf, type Literal, literal } from './literal.js';
import { parseRegex, typeNumbers } from './filter-values.js';

/** One condition on the values of a field. */
export type Test =
  | { readonly kind: 'eq'; readonly literal: Literal }
  | { readonly kind: 'in'; readonly literals: readonly Literal[]; readonly patterns: readonly RegExp[] }
  | { readonly kind: 'range'; readonly interval: Interval | undefined; readonly isUpper: boolean }
  | { readonly kind: 'exists'; readonly isWanted: boolean }
  | { readonly kind: 'not'; readonly tests: readonly Test[] }
  | { readonly kind: 'regex'; readonly pattern: RegExp }
  | { readonly kind: 'size'; readonly count: number }
  | { readonly kind: 'type'; readonly types: ReadonlySet<number> }
  | { readonly kind: 'mod'; readonly divisor: number; readonly remainder: number }
  | { readonly kind: 'elemMatch'; readonly filter?: Filter; readonly tests?: readonly Test[] };

/** A filter, parsed once. */
export type Filter =
  | { readonly kind: 'and' | 'or' | 'nor'; readonly filters: readonly Filter[] }
  | { readonly kind: 'field'; readonly path: FieldPath; readonly tests: readonly Test[] }
  | { readonly kind: 'expression'; readonly expression: unknown };

/** Parses a filter.
 * @throws MongoError BadValue for a malformed one; FailedToParse for what this server leaves to MongoDB */
export function parseFilter(filter: Doc): Filter & { kind: 'and' | 'or' | 'nor' } {
  return { kind: 'and', filters: Object.entries(filter).flatMap(([name, value]) => parseEntry(name, value)) };
}

function parseEntry(name: string, value: unknown): Filter[] {
  if (!name.startsWith('$') || isReference(name))
    return [{ kind: 'field', path: fieldPath(name), tests: parseTests(value) }];
  switch (name) {
    case '$and':
    case '$or':
    case '$nor':
      return [{ kind: name.slice(1) as 'and' | 'or' | 'nor', filters: parseBranches(name, value) }];
    case '$expr':
      return [{ kind: 'expression', expression: value }];
    case '$comment':
      return [];
    default:
      throw unsupported(`The filter operator ${name}`);
  }
}

function parseBranches(name: string, value: unknown): Filter[] {
  if (!Array.isArray(value) || value.length === 0) throw new MongoError(2, `${name} must be a nonempty array`);
  return value.map((branch: unknown) => {
    if (!isPlainObject(branch)) throw new MongoError(2, `${name} entries need to be full objects`);
    return parseFilter(branch);
  });
}

/** Whether a filter's value is a set of operators and not a value to be equal to. */
export function isOperators(value: unknown): value is Doc {
  if (!isPlainObject(value) || bsonTypeOf(value) !== undefined) return false;
  const [first] = Object.keys(value);
  return first !== undefined && first.startsWith('$') && !isReference(first);
}

/** The fields of a DBRef are named like operators. */
function isReference(name: string): boolean {
  return name === '$ref' || name === '$id' || name === '$db';
}

/** Parses what is asked of one field. */
export function parseTests(value: unknown): Test[] {
  if (value instanceof BSONRegExp) return [{ kind: 'regex', pattern: parseRegex(value.pattern, value.options) }];
  if (!isOperators(value)) return [{ kind: 'eq', literal: literal(value) }];
  return Object.entries(value).flatMap(([operator, operand]) => parseTest(operator, operand, value));
}

function parseTest(operator: string, operand: unknown, siblings: Doc): Test[] {
  switch (operator) {
    case '$eq':
      return [{ kind: 'eq', literal: literal(operand) }];
    case '$ne':
      if (operand instanceof BSONRegExp) throw new MongoError(2, "Can't have regex as arg to $ne.");
      return [{ kind: 'not', tests: [{ kind: 'eq', literal: literal(operand) }] }];
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return [parseRange(operator, operand)];
    case '$in':
      return [parseIn(operator, operand)];
    case '$nin':
      return [{ kind: 'not', tests: [parseIn(operator, operand)] }];
    case '$exists':
      return [{ kind: 'exists', isWanted: Number(operand) !== 0 && operand !== null }];
    case '$not':
      if (!isOperators(operand) && !(operand instanceof BSONRegExp)) {
        throw new MongoError(2, '$not needs a regex or a document');
      }
      return [{ kind: 'not', tests: parseTests(operand) }];
    default:
      return parseOtherTest(operator, operand, siblings);
  }
}

function parseOtherTest(operator: string, operand: unknown, siblings: Doc): Test[] {
  switch (operator) {
    case '$regex': {
      const source = operand instanceof BSONRegExp ? operand : new BSONRegExp(String(operand), '');
      const options = siblings['$options'];
      return [
        { kind: 'regex', pattern: parseRegex(source.pattern, typeof options === 'string' ? options : source.options) },
      ];
    }
    case '$options':
      if (!('$regex' in siblings)) throw new MongoError(2, '$options needs a $regex');
      return [];
    case '$size':
      return [{ kind: 'size', count: wholeNumber(operator, operand) }];
    case '$type':
      return [{ kind: 'type', types: typeNumbers(operand) }];
    case '$mod':
      return [parseMod(operand)];
    case '$all':
      return parseAll(operand);
    case '$elemMatch':
      return [parseElemMatch(operand)];
    default:
      throw unsupported(`The filter operator ${operator}`);
  }
}

function parseRange(operator: Comparison, operand: unknown): Test {
  const type = bsonTypeOf(operand);
  if (type === 'MinKey' || type === 'MaxKey') throw unsupported(`${operator} with ${type}`);
  if (type === 'BSONRegExp') throw new MongoError(2, `Can't have RegEx as arg to predicate over field.`);
  return {
    kind: 'range',
    interval: intervalOf(operator, literal(operand)),
    isUpper: operator === '$lt' || operator === '$lte',
  };
}

function parseIn(operator: string, operand: unknown): Test {
  if (!Array.isArray(operand)) throw new MongoError(2, `${operator} needs an array`);
  if (operand.some(isOperators)) throw new MongoError(2, `cannot nest $ under ${operator}`);
  const patterns = operand.filter((item) => item instanceof BSONRegExp);
  return {
    kind: 'in',
    literals: operand.filter((item) => !(item instanceof BSONRegExp)).map(literal),
    patterns: patterns.map(({ pattern, options }) => parseRegex(pattern, options)),
  };
}

function parseMod(operand: unknown): Test {
  if (!Array.isArray(operand) || operand.length !== 2) throw new MongoError(2, 'malformed mod, needs two numbers');
  const [divisor, remainder] = operand.map((item) => Math.trunc(Number(item))) as [number, number];
  if (divisor === 0) throw new MongoError(2, 'divisor cannot be 0');
  return { kind: 'mod', divisor, remainder };
}

function parseAll(operand: unknown): Test[] {
  if (!Array.isArray(operand)) throw new MongoError(2, '$all needs an array');
  if (operand.length === 0) return [{ kind: 'in', literals: [], patterns: [] }];
  return operand.flatMap((item: unknown) => parseTests(item));
}

function parseElemMatch(operand: unknown): Test {
  if (!isPlainObject(operand)) throw new MongoError(2, '$elemMatch needs an Object');
  const [first] = Object.keys(operand);
  const isLogical = first === '$and' || first === '$or' || first === '$nor' || first === '$expr';
  if (isOperators(operand) && !isLogical) return { kind: 'elemMatch', tests: parseTests(operand) };
  return { kind: 'elemMatch', filter: parseFilter(operand) };
}

function wholeNumber(operator: string, operand: unknown): number {
  const count = Number(operand);
  if (!Number.isInteger(count) || count < 0) throw new MongoError(2, `${operator} needs a whole number, 0 or more`);
  return count;
}
