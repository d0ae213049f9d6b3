import { chiSquareTail } from './chi-square.js';

/** How likely a standard normal value is at least so far from 0, on either side.
 * @param z any number
 * @returns 0-1 */
export function twoSidedP(z: number): number {
  return chiSquareTail(z * z, 1);
}

/** The distance from 0 that a standard normal value exceeds, on either side, with a probability.
 * @param p 0-1
 * @returns >= 0; Infinity for 0
 * @see bisection on twoSidedP, which falls steadily: exact to the last digits of it, and needs no table of constants */
export function distanceOfP(p: number): number {
  if (p <= 0) return Number.POSITIVE_INFINITY;
  let [low, high] = [0, 40];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (twoSidedP(middle) > p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
