import * as fc from 'fast-check';

/** Short texts, the ones that JavaScript counts differently than people among them. */
export const text = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.string({ unit: fc.constantFrom('a', '\uFE0F', '😀', '\uD83D'), maxLength: 8 }),
);

/** What a mutation puts in the place of a value. */
export const WRONG: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    true,
    0,
    -0,
    -1,
    1.5,
    86_400_000,
    86_400_001,
    Number.NaN,
    Infinity,
    '',
    ' ',
    [],
    {},
    [[]],
    [null],
    [{}],
  ),
  fc.constantFrom(
    'a'.repeat(255),
    'a'.repeat(256),
    '😀'.repeat(255),
    'a\uFE0F'.repeat(255),
    '2026-02-30T00:00:00Z',
    '2026-03-01T12:00:00',
  ),
  fc.constantFrom(new Map(), new Date(0), Object.create({ model_name: 'inherited', name: 'inherited' })),
  text,
  fc.double(),
  fc.jsonValue(),
);

const KEYS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'events', 'items', 'name', 'extra', 'text'];

/** One change to a body. */
export interface Mutation {
  readonly picks: readonly number[];
  readonly kind: 'replace' | 'remove' | 'add';
  readonly key: string;
  readonly value: unknown;
}

/** Changes to bodies. */
export const mutation: fc.Arbitrary<Mutation> = fc.record({
  picks: fc.array(fc.nat(), { maxLength: 3 }),
  kind: fc.constantFrom('replace', 'remove', 'add'),
  key: fc.constantFrom(...KEYS),
  value: WRONG,
});

/** A copy of a body with one place of it changed. */
export function mutated(body: unknown, { picks: [pick = 0, ...picks], kind, key, value }: Mutation): unknown {
  if (typeof body !== 'object' || body === null) return value;
  const copy: object = Array.isArray(body) ? [...body] : { ...body };
  const keys = Object.keys(copy);
  const place = keys[pick % (keys.length || 1)] ?? (Array.isArray(copy) ? '0' : key);
  if (picks.length > 0 && keys.length > 0) {
    define(copy, place, mutated(Reflect.get(copy, place), { picks, kind, key, value }));
  } else if (kind === 'remove' && !Array.isArray(copy)) Reflect.deleteProperty(copy, place);
  else define(copy, kind === 'add' && !Array.isArray(copy) ? key : place, value);
  return copy;
}

/** As JSON.parse does: `__proto__` is a key like any other. */
function define(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}
