import { bsonTypeOf, Double, Int32, Long, numberOf } from '../bson/bson.js';
import { isDecimal, isLong } from '../bson/number.js';
import { unsupported } from '../errors.js';

/** Adds numbers; other values don't count. Whole numbers stay exact, doubles are added with error compensation. */
export class NumberSum {
  private count = 0;
  private whole = 0;
  private large = 0n;
  private hasLong = false;
  private hasDouble = false;
  private fraction = 0;
  private compensation = 0;

  /** @throws MongoError for a decimal: left to MongoDB */
  add(value: unknown): void {
    const type = bsonTypeOf(value);
    if (type === 'Int32') this.addInt(Number(value));
    else if (type === 'Double') this.addDouble(Number(value));
    else if (isLong(value)) this.addLarge(value.toBigInt());
    else if (isDecimal(value)) throw unsupported('Adding up Decimal128 values');
  }

  /** Adds a 32-bit number. */
  addInt(value: number): void {
    this.count++;
    this.whole += value;
    if (Math.abs(this.whole) < 2 ** 52) return;
    this.large += BigInt(this.whole);
    this.whole = 0;
  }

  /** Adds a 64-bit number that a double holds exactly. */
  addLong(value: number): void {
    this.hasLong = true;
    if (Math.abs(value) < 2 ** 52) this.addInt(value);
    else this.addLarge(BigInt(value));
  }

  addDouble(value: number): void {
    this.count++;
    this.hasDouble = true;
    const sum = this.fraction + value;
    if (Number.isFinite(sum)) {
      this.compensation +=
        Math.abs(this.fraction) >= Math.abs(value) ? this.fraction - sum + value : value - sum + this.fraction;
    } else this.compensation = 0;
    this.fraction = sum;
  }

  /** The sum, in the widest type of what was added: 32 bits widen to 64, and 64 to a double. */
  total(): InstanceType<typeof Int32> | Long | InstanceType<typeof Double> {
    const whole = this.large + BigInt(this.whole);
    if (this.hasDouble) return new Double(this.fraction + this.compensation + Number(whole));
    if (!this.hasLong && BigInt.asIntN(32, whole) === whole) return new Int32(Number(whole));
    return BigInt.asIntN(64, whole) === whole ? Long.fromBigInt(whole) : new Double(Number(whole));
  }

  /** The mean, always a double; null where there was no number. */
  average(): InstanceType<typeof Double> | null {
    return this.count === 0 ? null : new Double(numberOf(this.total()) / this.count);
  }

  private addLarge(value: bigint): void {
    this.count++;
    this.hasLong = true;
    this.large += value;
  }
}
