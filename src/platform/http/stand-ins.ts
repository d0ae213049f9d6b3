const [QUOTE, BRACE] = [0x22, 0x7b];

/** What a field, or an item of a list, may cost. */
export interface Limits {
  /** Values and keys. */
  readonly maxValues: number;
  readonly maxBytes: number;
  /** Lists and objects in each other. */
  readonly maxLevels: number;
}

/** Values that break the same limits as those that they stand for, and cost nothing to build. */
export interface StandIns {
  /** Deeper than anything that is taken. */
  readonly deep: unknown;
  /** With more items than anything that is taken. */
  readonly many: readonly unknown[];
  /** Longer than any text that is taken. */
  readonly long: string;
}

/** @param limits what a value may have
 * @returns stand-ins that break them, made once: they are shared and must not be changed */
export function standInsFor(limits: Limits): StandIns {
  const { maxLevels, maxValues, maxBytes } = limits;
  let deep: unknown = [];
  for (let level = 0; level <= maxLevels; level++) deep = [deep];
  return { deep, many: Array<number>(maxValues + 1).fill(0), long: ' '.repeat(maxBytes) };
}

/** @param first the byte that the value begins with
 * @param levels lists and objects in each other in it
 * @returns a value of the same type that breaks a limit that this one breaks */
export function standInOf(
  first: number | undefined,
  levels: number,
  limits: Limits & { readonly standIns: StandIns },
): unknown {
  const { deep, many, long } = limits.standIns;
  if (first === QUOTE) return long;
  const inner = levels > limits.maxLevels ? deep : many;
  return first === BRACE ? { '': inner } : inner;
}
