/** Characters that take as long to encode as a value of another kind. */
const CHARS_PER_VALUE = 64;

/** How much work a JSON value is for whoever encodes it.
 * @param value nested less deeply than a call stack: one that was looked at before
 * @returns values and keys in it at every level, itself included; a long text counts by its length */
export function jsonWeight(value: unknown): number {
  if (typeof value === 'string') return 1 + value.length / CHARS_PER_VALUE;
  if (typeof value !== 'object' || value === null) return 1;
  let weight = 1;
  if (Array.isArray(value)) for (const item of value) weight += jsonWeight(item);
  else for (const [key, item] of Object.entries(value)) weight += jsonWeight(key) + jsonWeight(item);
  return weight;
}
