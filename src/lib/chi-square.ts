const MAX_TERMS = 500;
const PRECISION = 1e-14;
const TINY = 1e-300;

/** How likely a chi-square value of so many degrees of freedom is at least so large.
 * @param value >= 0
 * @param df degrees of freedom, > 0
 * @returns 0-1, with a small relative error far out in the tail too
 * @see Abramowitz, Stegun 26.4: the upper regularized incomplete gamma function Q(df/2, value/2) */
export function chiSquareTail(value: number, df: number): number {
  if (!(value > 0)) return 1;
  if (value === Number.POSITIVE_INFINITY) return 0;
  const [a, x] = [df / 2, value / 2];
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? Math.max(0, 1 - front * lowerSeries(a, x)) : front * upperFraction(a, x);
}

/** Natural logarithm of the gamma function.
 * @param x > 0
 * @see Lanczos 1964, with Godfrey's coefficients (g = 7, 9 terms): 15 digits */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const at = x - 1;
  const t = at + 7.5;
  const sum = LANCZOS.reduce((total, term, index) => total + term / (at + index + 1), LANCZOS_FIRST);
  return 0.5 * Math.log(2 * Math.PI) + (at + 0.5) * Math.log(t) - t + Math.log(sum);
}

const LANCZOS_FIRST = 0.99999999999980993;
const LANCZOS: readonly number[] = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** Series of the lower function: good where x is small. */
function lowerSeries(a: number, x: number): number {
  let [term, sum] = [1 / a, 1 / a];
  for (let index = 1; index < MAX_TERMS && term > sum * PRECISION; index++) {
    term *= x / (a + index);
    sum += term;
  }
  return sum;
}

/** Continued fraction of the upper function by the method of Lentz: good where x is large. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let fraction = d;
  for (let index = 1; index < MAX_TERMS; index++) {
    const an = -index * (index - a);
    b += 2;
    d = 1 / (Math.abs(an * d + b) < TINY ? TINY : an * d + b);
    c = Math.abs(b + an / c) < TINY ? TINY : b + an / c;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < PRECISION) break;
  }
  return fraction;
}
