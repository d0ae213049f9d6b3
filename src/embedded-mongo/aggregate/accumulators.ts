import { encode, Int32, isPlainObject, T } from '../bson/bson.js';
import { MongoError, unsupported } from '../errors.js';
import { literal } from '../query/literal.js';
import type { Expression } from '../expressions/scope.js';
import { compileExpression } from './expression.js';
import { NumberSum } from './number-sum.js';
import { compileNumeric, type NumericExpression } from './numeric-expression.js';

/** Gathers the values of one group. */
export interface Accumulator {
  add(raw: Buffer): void;
  /** The result, with its BSON class. */
  result(): unknown;
}

/** Makes a new accumulator for a new group. */
export type AccumulatorFactory = () => Accumulator;

/** Most bytes that `$push` and `$addToSet` may gather in one group, as in MongoDB. */
const MAX_GATHERED_BYTES = 100 * 1024 * 1024;

/** Prepares an accumulator.
 * @param spec for instance `{$sum: '$n'}`
 * @throws MongoError for an accumulator that is left to MongoDB */
export function compileAccumulator(field: string, spec: unknown): AccumulatorFactory {
  if (!isPlainObject(spec) || Object.keys(spec).length !== 1) {
    throw new MongoError(40234, `The field '${field}' must be an accumulator object`);
  }
  const operator = Object.keys(spec)[0] ?? '';
  const operand = spec[operator];
  const factory = Object.hasOwn(FACTORIES, operator) ? FACTORIES[operator] : undefined;
  if (factory === undefined) throw unsupported(`The accumulator ${operator}`);
  if (operator === '$count' && !(isPlainObject(operand) && Object.keys(operand).length === 0)) {
    throw new MongoError(40238, '$count takes no arguments, i.e. $count:{}');
  }
  const given = operator === '$count' ? new Int32(1) : operand;
  const evaluate = compileExpression(given);
  const source: NumberSource = { evaluate, numeric: compileNumeric(given) };
  return () => factory(evaluate, source);
}

/** What is added up: an expression, and where it is arithmetic the short way to it, which makes no objects. */
interface NumberSource {
  readonly evaluate: Expression;
  readonly numeric: NumericExpression | undefined;
}

const FACTORIES: Readonly<Record<string, (evaluate: Expression, source: NumberSource) => Accumulator>> = {
  $sum: (_, source) => new Sum(source),
  $count: (_, source) => new Sum(source),
  $avg: (_, source) => new Average(source),
  $min: (evaluate) => new Extreme(evaluate, -1),
  $max: (evaluate) => new Extreme(evaluate, 1),
  $first: (evaluate) => new First(evaluate),
  $last: (evaluate) => new Last(evaluate),
  $push: (evaluate) => new Gathered(evaluate, false),
  $addToSet: (evaluate) => new Gathered(evaluate, true),
};

class Sum implements Accumulator {
  protected readonly sum = new NumberSum();

  constructor(private readonly source: NumberSource) {}

  add(raw: Buffer): void {
    const { numeric, evaluate } = this.source;
    const value = numeric === undefined ? NaN : numeric.of(raw);
    if (Number.isNaN(value)) this.sum.add(evaluate(raw));
    else if (numeric?.type === T.double) this.sum.addDouble(value);
    else if (numeric?.type === T.int32) this.sum.addInt(value);
    else this.sum.addLong(value);
  }

  result(): unknown {
    return this.sum.total();
  }
}

class Average extends Sum {
  override result(): unknown {
    return this.sum.average();
  }
}

class Extreme implements Accumulator {
  private best: unknown = null;
  private key: Buffer | undefined;

  constructor(
    private readonly evaluate: Expression,
    private readonly direction: 1 | -1,
  ) {}

  add(raw: Buffer): void {
    const value = this.evaluate(raw);
    if (value === undefined || value === null) return;
    const { key } = literal(value);
    if (this.key !== undefined && Math.sign(key.compare(this.key)) !== this.direction) return;
    this.key = key;
    this.best = value;
  }

  result(): unknown {
    return this.best;
  }
}

class First implements Accumulator {
  private value: unknown;
  private isSet = false;

  constructor(private readonly evaluate: Expression) {}

  add(raw: Buffer): void {
    if (this.isSet) return;
    this.isSet = true;
    this.value = this.evaluate(raw);
  }

  result(): unknown {
    return this.value ?? null;
  }
}

class Last implements Accumulator {
  private raw: Buffer | undefined;

  constructor(private readonly evaluate: Expression) {}

  add(raw: Buffer): void {
    this.raw = raw;
  }

  result(): unknown {
    return (this.raw === undefined ? undefined : this.evaluate(this.raw)) ?? null;
  }
}

class Gathered implements Accumulator {
  private readonly values: unknown[] = [];
  private readonly seen: Set<string> | undefined;
  private bytes = 0;

  constructor(
    private readonly evaluate: Expression,
    isDistinct: boolean,
  ) {
    this.seen = isDistinct ? new Set() : undefined;
  }

  add(raw: Buffer): void {
    const value = this.evaluate(raw);
    if (value === undefined) return;
    if (this.seen !== undefined) {
      const key = literal(value).key.toString('latin1');
      if (this.seen.has(key)) return;
      this.seen.add(key);
    }
    this.values.push(value);
    this.bytes += typeof value === 'object' && value !== null ? encode({ v: value }).length : 16;
    if (this.bytes > MAX_GATHERED_BYTES) throw new MongoError(146, `A group exceeds ${MAX_GATHERED_BYTES} bytes`);
  }

  result(): unknown {
    return this.values;
  }
}
