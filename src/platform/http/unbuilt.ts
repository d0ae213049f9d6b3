/** Stands for an item of a list that is not built, because of its cost. It is no object, so that no validation takes it for one. */
export type Unbuilt = readonly never[];

/** An item with more values and keys than any that could be taken. */
export const TOO_MANY_VALUES: Unbuilt = Object.freeze([]);
/** An item with more bytes than any that could be taken. */
export const TOO_MANY_BYTES: Unbuilt = Object.freeze([]);

const MANY = { code: 'too_many_keys', msg: 'must have fewer keys and items in all' } as const;
const LONG = { code: 'value_too_large', msg: 'must take fewer bytes' } as const;

/** @returns what is wrong with an item that was not built; null where it is another value */
export function unbuiltFault(value: unknown): { readonly code: string; readonly msg: string } | null {
  if (value === TOO_MANY_VALUES) return MANY;
  return value === TOO_MANY_BYTES ? LONG : null;
}
