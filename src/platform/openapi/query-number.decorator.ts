import { Transform } from 'class-transformer';

/** Decimal digits, as every language prints numbers. JavaScript alone would take more for a number: blanks and
 * nothing at all for 0, `0x10` for 16. */
const DECIMAL = /^-?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** Reads a number in a query; the rules of the field then say which numbers it takes. What is no number, nothing at all
 * included, becomes NaN, which no field takes. */
export function QueryNumber(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => numberOf(value));
}

function numberOf(value: unknown): unknown {
  if (value === undefined) return undefined;
  return typeof value === 'string' && DECIMAL.test(value) ? Number(value) : Number.NaN;
}
