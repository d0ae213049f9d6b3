import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { categoryKeyAt, keyOfCategory, nameOfCategory, OTHER_KEY } from './category-keys.js';

describe(keyOfCategory.name, () => {
  it.each([
    { what: 'a short name', name: 'DE', key: '=DE' },
    { what: 'no name', name: '', key: '=' },
    { what: 'one that every object inherits', name: '__proto__', key: '=__proto__' },
    { what: 'one like the key of all others', name: '~', key: '=~' },
    { what: 'what a database reads as a path', name: '$set.a', key: '=%24set%2ea' },
    { what: 'what a database ends a name at', name: 'a\0b', key: '=a%00b' },
    { what: 'what a code is written with', name: '50%', key: '=50%25' },
    { what: 'the longest that is kept', name: 'x'.repeat(20), key: `=${'x'.repeat(20)}` },
  ])('of $what', ({ name, key }) => expect(keyOfCategory(name)).toBe(key));

  it('of a long name is its beginning and a hash of all of it', () => {
    const [one, other] = ['x'.repeat(20) + '1', 'x'.repeat(20) + '2'].map(keyOfCategory);
    expect(one).toBe(
      `=${'x'.repeat(11)}~${hashed('x'.repeat(20) + '1')
        .toString(16)
        .padStart(8, '0')}`,
    );
    expect(other).not.toBe(one);
  });

  it('has at most 64 characters, and none that a database reads', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.oneof(fc.constantFrom('%', '.', '$', '\0'), fc.string()) }), (name) => {
        const key = keyOfCategory(name);
        expect(key.length).toBeLessThanOrEqual(64);
        expect(key).not.toMatch(/[.$\0]/);
      }),
    );
  });
});

describe(nameOfCategory.name, () => {
  const sign = fc.oneof(fc.constantFrom('%', '.', '$', '\0', '=', '~', '%2e', '25'), fc.string({ maxLength: 3 }));

  it('is the name that a key was made of, where it is short', () => {
    const short = fc.string({ unit: sign, maxLength: 12 }).filter(({ length }) => length <= 20);
    fc.assert(
      fc.property(short, (name) => {
        expect(nameOfCategory(keyOfCategory(name))).toBe(name);
      }),
    );
  });

  it('of a long name begins as it does, and has the same key', () => {
    const long = fc.string({ unit: sign, minLength: 21 }).filter(({ length }) => length > 20);
    fc.assert(
      fc.property(long, (name) => {
        const shown = nameOfCategory(keyOfCategory(name));
        expect(shown).toBe(`${name.slice(0, 11)}~${shown.slice(-8)}`);
        expect(keyOfCategory(shown)).toBe(keyOfCategory(name));
      }),
    );
  });
});

describe(categoryKeyAt.name, () => {
  const keys = Array.from({ length: 2000 }, (_none, at) => keyOfCategory(`name ${at}`));
  const keptAt = (level: number): string[] => keys.filter((key) => categoryKeyAt(key, level) === key);

  it('keeps all names at the finest level', () => expect(keptAt(0)).toEqual(keys));

  it.each([1, 2, 3, 4])('keeps at level %i those whose hash so many zeroes end', (level) => {
    expect(keptAt(level)).toEqual(keys.filter((key) => hashed(key) % 2 ** level === 0));
    // Five standard deviations of a fair coin.
    const [expected, share] = [keys.length / 2 ** level, 1 / 2 ** level];
    expect(Math.abs(keptAt(level).length - expected)).toBeLessThan(5 * Math.sqrt(expected * (1 - share)));
  });

  it('counts what it drops with all others, which stay so', () => {
    const dropped = keys.filter((key) => categoryKeyAt(key, 1) !== key);
    expect(new Set(dropped.map((key) => categoryKeyAt(key, 1)))).toEqual(new Set([OTHER_KEY]));
    expect(categoryKeyAt(OTHER_KEY, 1)).toBe(OTHER_KEY);
  });
});

/** The published hash, in whole numbers of any size. */
function fnv1a(text: string): bigint {
  return [...Buffer.from(text)].reduce(
    (hash, byte) => ((hash ^ BigInt(byte)) * 16_777_619n) % 2n ** 32n,
    2_166_136_261n,
  );
}

function hashed(text: string): number {
  const first = fnv1a(text);
  const mixed = ((first ^ (first >> 16n)) * 0x85eb_ca6bn) % 2n ** 32n;
  return Number(mixed ^ (mixed >> 13n));
}

// http://www.isthe.com/chongo/src/fnv/test_fnv.c
it.each([
  { text: '', hash: 0x811c_9dc5n },
  { text: 'a', hash: 0xe40c_292cn },
  { text: 'foobar', hash: 0xbf9c_f968n },
])('the hash that this is checked by is the published one of "$text"', ({ text, hash }) =>
  expect(fnv1a(text)).toBe(hash),
);
