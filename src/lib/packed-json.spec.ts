import { describe, expect, it } from 'vitest';
import { packJson, unpackJson } from './packed-json.js';

describe(packJson.name, () => {
  it.each([
    { what: 'nothing', value: null },
    { what: 'odd keys', value: { 'a.b': 1, $c: [2, { d: null }], ünï: '\u2028' } },
    { what: 'many counts', value: Object.fromEntries(Array.from({ length: 400 }, (_none, nth) => [String(nth), nth])) },
  ])('keeps $what', ({ value }) => {
    expect(unpackJson(packJson(value))).toEqual(value);
    expect(unpackJson({ buffer: new Uint8Array(packJson(value)) })).toEqual(value);
  });

  it('makes less of it', () => {
    const counts = Object.fromEntries(Array.from({ length: 400 }, (_none, nth) => [String(20_000 + nth), nth % 7]));
    expect(packJson(counts).length).toBeLessThan(JSON.stringify(counts).length / 2.5);
  });

  it('refuses what it did not write', () => expect(() => unpackJson(Buffer.from('no'))).toThrow());
});
