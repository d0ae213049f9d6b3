/** Length of a text in Unicode code points: what the contract's formulas call `len`. A string's own `length` counts
 * UTF-16 units, so an emoji would count twice. Counts in place, because a prompt can be long.
 * @param text any string; half of a surrogate pair counts as one
 * @returns code points, >= 0 */
export function textLength(text: string): number {
  // Most texts have no pairs: the engine finds that out faster than it counts.
  if (!HIGH_SURROGATE.test(text)) return text.length;
  let length = text.length;
  for (let index = 0; index < text.length; index++) {
    if ((text.codePointAt(index) ?? 0) <= 0xffff) continue;
    length--;
    index++;
  }
  return length;
}

const HIGH_SURROGATE = /[\uD800-\uDBFF]/;
