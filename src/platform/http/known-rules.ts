/** Looks at one value. */
export type Check = (value: unknown) => boolean;

/** The rules that the fields of bodies are made of, by class-validator's names for them, without the calls between. */
const KNOWN: Readonly<Record<string, (constraint: unknown) => Check | null>> = {
  isString: () => (value) => typeof value === 'string',
  isArray: () => Array.isArray,
  isInt: () => Number.isInteger,
  isNumber: (options) => (Object.keys(options ?? {}).length === 0 ? Number.isFinite : null),
  isObject: () => (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  min: (bound) => (typeof bound === 'number' ? (value) => typeof value === 'number' && value >= bound : null),
  max: (bound) => (typeof bound === 'number' ? (value) => typeof value === 'number' && value <= bound : null),
  // In code points, a first one is always left; a longer minimum is left to class-validator, which counts them.
  minLength: (length) => (length === 1 ? (value) => typeof value === 'string' && value.length > 0 : null),
};

/** A shorter way to the same verdict. A rule may have a known name and be somebody else's: the short way is taken only
 * where it agrees with the rule itself on every probe.
 * @param constraint the rule's own, `[0]` for `Min(0)`
 * @param rule what class-validator would call
 * @returns null where there is none */
export function knownRule(
  name: string | undefined,
  constraint: unknown,
  rule: (value: unknown) => boolean,
): Check | null {
  const make = name !== undefined && Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined;
  const check = make?.(constraint) ?? null;
  if (check === null) return null;
  return probesAround(constraint).every((probe) => check(probe) === rule(probe)) ? check : null;
}

/** Values that JSON can hold and some that it can't, and those about a bound. */
function probesAround(constraint: unknown): readonly unknown[] {
  if (typeof constraint !== 'number') return PROBES;
  const texts = [constraint - 1, constraint, constraint + 1].filter((length) => length >= 0 && length < MAX_PROBE);
  return [
    ...PROBES,
    ...[-1, -1e-9, 0, 1e-9, 1].map((difference) => constraint + difference),
    ...texts.flatMap((length) => ['a', 'é', '\uFE0F', '\uD83D'].map((char) => char.repeat(length))),
    ...texts.flatMap((length) => ['😀', 'a\uFE0F', '😀\uFE0F'].map((char) => char.repeat(length))),
  ];
}

const MAX_PROBE = 300;
const PROBES: readonly unknown[] = [
  [undefined, null, true, false, '', ' ', 'a', '1', '\0', '😀', '\uFE0F', '2026-03-01T12:00:00Z'],
  [0, -0, 1, -1, 0.5, 1e21, -1e21, Number.MAX_SAFE_INTEGER, Number.MIN_VALUE, Number.NaN, Infinity, -Infinity],
  [[], [1], {}, { length: 1 }, { a: 1 }, Object.create(null)],
].flat();
