import { bsonTypeOf, Double, encode, Int32, isPlainObject, Long, numberOf, numberText, T } from '../bson/bson.js';
import { type FieldPath, resolvePath } from '../bson/path.js';
import { int32At } from '../bson/raw.js';
import { MongoError, unsupported } from '../errors.js';
import { literal } from '../query/literal.js';
import { compileExpression, type Expression } from './expression.js';
import { plainPath } from './numeric-expression.js';

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
  const evaluate = compileExpression(operator === '$count' ? new Int32(1) : operand);
  const source: NumberSource = { evaluate, path: plainPath(operand) };
  return () => factory(evaluate, source);
}

/** What is added up: an expression, and the field where it is no more than that, to be read without making objects. */
interface NumberSource {
  readonly evaluate: Expression;
  readonly path: FieldPath | undefined;
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

/** Adds numbers; other values don't count. Whole numbers stay exact, doubles are added with error compensation. */
class Sum implements Accumulator {
  protected count = 0;
  private whole = 0;
  private large = 0n;
  private hasLong = false;
  private hasDouble = false;
  private fraction = 0;
  private compensation = 0;

  constructor(private readonly source: NumberSource) {}

  add(raw: Buffer): void {
    const found = this.source.path === undefined ? undefined : resolvePath(raw, this.source.path);
    if (found !== undefined && found !== 'array') {
      if (found.type === T.double) return this.addDouble(raw.readDoubleLE(found.value));
      if (found.type === T.int32) return this.addWhole(int32At(raw, found.value));
    }
    const value = this.source.evaluate(raw);
    if (typeof value === 'number') return Number.isInteger(value) ? this.addWhole(value) : this.addDouble(value);
    const type = bsonTypeOf(value);
    if (type === 'Int32') this.addWhole(Number(value));
    else if (type === 'Double') this.addDouble(Number(value));
    else if (type === 'Long') {
      this.count++;
      this.hasLong = true;
      this.large += BigInt(numberText(value) ?? 0);
    } else if (type === 'Decimal128') throw unsupported('Adding up Decimal128 values');
  }

  result(): unknown {
    const whole = this.large + BigInt(this.whole);
    if (this.hasDouble) return new Double(this.fraction + this.compensation + Number(whole));
    if (!this.hasLong && BigInt.asIntN(32, whole) === whole) return new Int32(Number(whole));
    return BigInt.asIntN(64, whole) === whole ? Long.fromBigInt(whole) : new Double(Number(whole));
  }

  private addWhole(value: number): void {
    this.count++;
    this.whole += value;
    if (Math.abs(this.whole) < 2 ** 52) return;
    this.large += BigInt(this.whole);
    this.whole = 0;
  }

  private addDouble(value: number): void {
    this.count++;
    this.hasDouble = true;
    const sum = this.fraction + value;
    if (Number.isFinite(sum)) {
      this.compensation +=
        Math.abs(this.fraction) >= Math.abs(value) ? this.fraction - sum + value : value - sum + this.fraction;
    } else this.compensation = 0;
    this.fraction = sum;
  }
}

class Average extends Sum {
  override result(): unknown {
    return this.count === 0 ? null : new Double(numberOf(super.result()) / this.count);
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
