import { describe, expect, it } from 'vitest';
import { derivedId, newId } from './ids.js';

describe(newId.name, () => {
  it('is 32 hexadecimal digits', () => expect(newId(0)).toMatch(/^0{12}[0-9a-f]{20}$/));
  it('sorts by time', () => expect(newId(1_800_000_000_001) > newId(1_800_000_000_000)).toBe(true));
  it('differs within a millisecond', () =>
    expect(new Set(Array.from({ length: 1000 }, () => newId(1))).size).toBe(1000));
});

describe(derivedId.name, () => {
  it('is the same for the same parts', () => expect(derivedId('a', 'b')).toBe(derivedId('a', 'b')));
  it.each([
    { when: 'another part', parts: ['a', 'c'] },
    { when: 'another order', parts: ['b', 'a'] },
    { when: 'the same text cut elsewhere', parts: ['ab'] },
    { when: 'a part that imitates a separator', parts: ['a1:b'] },
  ])('differs for $when', ({ parts }) => expect(derivedId(...parts)).not.toBe(derivedId('a', 'b')));
});
