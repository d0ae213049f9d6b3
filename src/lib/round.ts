/** Rounds to a number of decimals, from the exact value (so that 1.005 is 1, as it is stored a little below).
 * @param value any number; NaN and infinities stay what they are
 * @param digits decimals to keep, 0-100; a stored risk score has 4
 * @returns the nearest number with that many decimals, an exact half away from zero, never -0 */
export function round(value: number, digits: number): number {
  // Adding 0 turns the -0 that "-0.0000" parses to into 0.
  return Number(value.toFixed(digits)) + 0;
}
