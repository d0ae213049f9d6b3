import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keywordScan } from './keyword-scan.js';

function found(keywords: readonly string[], text: string): string[] {
  const hits: string[] = [];
  keywordScan(keywords)(text, (keyword, end) => hits.push(`${keywords[keyword]}@${end}`));
  return hits.sort();
}

/** Two letters of one block of the tables, two of another, and keywords of others that fill what is between. */
const UNITS = ['a', 'b', '\u4e00', '\u4e01'];
const FILLERS = Array.from({ length: 200 }, (_, at) => String.fromCharCode(0x400 + at));

function foundBySearch(keywords: readonly string[], text: string): string[] {
  return keywords
    .flatMap((keyword) =>
      Array.from(text, (_, at) => at)
        .filter((at) => text.startsWith(keyword, at))
        .map((at) => `${keyword}@${at + keyword.length}`),
    )
    .sort();
}

describe(keywordScan.name, () => {
  it('finds keywords within one another', () => {
    expect(found(['he', 'she', 'his', 'hers'], 'ushers')).toEqual(['he@4', 'hers@6', 'she@4']);
  });

  it.each([
    { of: 'one script', units: ['a', 'b', 'é'], others: [] },
    { of: 'several scripts', units: UNITS, others: FILLERS },
  ])('finds what a search for each keyword of $of finds', ({ units, others }) => {
    const word = fc.string({ unit: fc.constantFrom(...units), minLength: 1, maxLength: 4 });
    const property = fc.property(
      fc.uniqueArray(word, { minLength: 1, maxLength: 8 }),
      fc.string({ unit: fc.constantFrom(...units, 'x'), maxLength: 40 }),
      (own, text) => {
        const keywords = [...own, ...others];
        expect(found(keywords, text)).toEqual(foundBySearch(keywords, text));
      },
    );
    fc.assert(property, { numRuns: 300 });
  });

  it('refuses more keywords than its tables have numbers for', () => {
    const many = Array.from({ length: 10_000 }, (_, at) => `${at}`.padStart(5, '-') + 'abcdef');
    expect(() => keywordScan(many)).toThrow(RangeError);
  });
});
