import { Double, Int32, Long, numberOf } from '../bson/bson.js';
import { type Computable, fitsInt64, integerOf, intOrLong, isLong } from '../bson/number.js';
import { MongoError } from '../errors.js';
import { isComputable } from './arithmetic.js';
import { binary, notComputable, type Operator, type Operators, unary, variadic } from './operator.js';
import { isNullish } from './values.js';

/** What a function of doubles is defined for. */
interface Domain {
  readonly code: number;
  readonly holds: (value: number) => boolean;
  readonly says: string;
}

const POSITIVE = (code: number): Domain => ({ code, holds: (value) => value > 0, says: 'must be a positive number' });
const FINITE: Domain = { code: 50989, holds: (value) => Math.abs(value) !== Infinity, says: 'must be finite' };
const WITHIN_ONE: Domain = { code: 50989, holds: (value) => Math.abs(value) <= 1, says: 'must be in [-1,1]' };

/** A function whose result is a double, whatever the operand's type. @param domain NaN is in each */
function double(compute: (value: number) => number, domain?: Domain): Operator {
  return unary((value, name) => {
    if (isNullish(value)) return null;
    const number = computable(value, name);
    if (domain !== undefined && !Number.isNaN(number) && !domain.holds(number)) {
      throw new MongoError(domain.code, `${name}'s argument ${domain.says}, but is ${number}`);
    }
    return new Double(compute(number));
  });
}

function computable(value: unknown, name: string, code = 28765): number {
  if (isComputable(value)) return numberOf(value);
  throw notComputable(name, value, code);
}

function logarithm(value: unknown, base: unknown, name: string): unknown {
  if (isNullish(value) || isNullish(base)) return null;
  const [number, root] = [computable(value, name, 28756), computable(base, name, 28757)];
  if (number <= 0) throw new MongoError(28758, `$log's argument must be a positive number, but is ${number}`);
  if (root <= 0 || root === 1) {
    throw new MongoError(28759, `$log's base must be a positive number not equal to 1, but is ${root}`);
  }
  return new Double(Math.log(number) / Math.log(root));
}

/** `$pow` of whole numbers is one as long as it is whole and fits 64 bits. */
function power(one: unknown, other: unknown, name: string): unknown {
  if (isNullish(one) || isNullish(other)) return null;
  const [base, exponent] = [computable(one, name, 28762), computable(other, name, 28763)];
  if (base === 0 && exponent < 0) {
    throw new MongoError(28764, '$pow cannot take a base of 0 and a negative exponent');
  }
  const exact = wholePower(one as Computable, other as Computable);
  // In JavaScript 1 to the power of NaN or infinity is NaN, in C it is 1.
  if (exact === undefined) return new Double(base === 1 ? 1 : base ** exponent);
  return isLong(one) || isLong(other) ? Long.fromBigInt(exact) : intOrLong(exact);
}

function wholePower(base: Computable, exponent: Computable): bigint | undefined {
  if (base instanceof Double || exponent instanceof Double) return undefined;
  const [root, times] = [integerOf(base), integerOf(exponent)];
  if (root === 0n || root === 1n) return times === 0n ? 1n : root;
  if (root === -1n) return times % 2n === 0n ? 1n : -1n;
  if (times < 0n || times > 63n) return undefined;
  const exact = root ** times;
  return fitsInt64(exact) ? exact : undefined;
}

function bitwise(name: string, operands: readonly unknown[]): readonly (InstanceType<typeof Int32> | Long)[] {
  const wrong = operands.find((operand) => !(operand instanceof Int32 || isLong(operand)));
  if (wrong === undefined) return operands as (InstanceType<typeof Int32> | Long)[];
  throw new MongoError(14, `${name} only supports int and long operands`);
}

/** 32 bits stay 32; one operand of 64 makes it 64. */
function bits(start: bigint, fold: (a: bigint, b: bigint) => bigint): Operator {
  return variadic((operands, name) => {
    if (operands.some(isNullish)) return null;
    const whole = bitwise(name, operands);
    const result = whole.map(integerOf).reduce(fold, start);
    return whole.some((value) => isLong(value)) ? Long.fromBigInt(result) : intOrLong(result);
  });
}

const DEGREE = Math.PI / 180;

/** Functions of doubles, `$pow`, and operations on bits. */
export const FUNCTIONS: Operators = {
  $sqrt: double(Math.sqrt, { code: 28714, holds: (value) => value >= 0, says: 'must be greater than or equal to 0' }),
  $exp: double(Math.exp),
  $ln: double(Math.log, POSITIVE(28766)),
  $log10: double(Math.log10, POSITIVE(28761)),
  $log: binary(logarithm),
  $pow: binary(power),
  $sin: double(Math.sin, FINITE),
  $cos: double(Math.cos, FINITE),
  $tan: double(Math.tan, FINITE),
  $asin: double(Math.asin, WITHIN_ONE),
  $acos: double(Math.acos, WITHIN_ONE),
  $atan: double(Math.atan),
  $sinh: double(Math.sinh),
  $cosh: double(Math.cosh),
  $tanh: double(Math.tanh),
  $asinh: double(Math.asinh),
  $acosh: double(Math.acosh, { code: 50989, holds: (value) => value >= 1, says: 'must be in [1,inf]' }),
  $atanh: double(Math.atanh, WITHIN_ONE),
  $atan2: binary((one, other, name) => {
    if (isNullish(one) || isNullish(other)) return null;
    return new Double(Math.atan2(computable(one, name, 51044), computable(other, name, 51045)));
  }),
  $degreesToRadians: double((value) => value * DEGREE),
  $radiansToDegrees: double((value) => value * (180 / Math.PI)),
  $bitAnd: bits(-1n, (a, b) => a & b),
  $bitOr: bits(0n, (a, b) => a | b),
  $bitXor: bits(0n, (a, b) => a ^ b),
  $bitNot: unary((value, name) => {
    if (isNullish(value)) return null;
    const [whole] = bitwise(name, [value]);
    if (isLong(whole)) return Long.fromBigInt(~whole.toBigInt());
    return whole === undefined ? null : new Int32(~whole.value);
  }),
};
