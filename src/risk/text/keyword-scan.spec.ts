import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keywordScan } from './keyword-scan.js';

function found(keywords: readonly string[], text: string): string[] {
  const hits: string[] = [];
  keywordScan(keywords)(text, (keyword, end) => hits.push(`${keywords[keyword]}@${end}`));
  return hits.sort();
}

describe(keywordScan.name, () => {
  it('finds keywords within one another', () => {
    expect(found(['he', 'she', 'his', 'hers'], 'ushers')).toEqual(['he@4', 'hers@6', 'she@4']);
  });

  it('finds what a search for each keyword finds', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength: 1, maxLength: 4 });
    const property = fc.property(
      fc.uniqueArray(word, { minLength: 1, maxLength: 8 }),
      fc.string({ unit: fc.constantFrom('a', 'b', 'é', 'x'), maxLength: 40 }),
      (keywords, text) => {
        const expected = keywords.flatMap((keyword) =>
          Array.from(text, (_, at) => at)
            .filter((at) => text.startsWith(keyword, at))
            .map((at) => `${keyword}@${at + keyword.length}`),
        );
        expect(found(keywords, text)).toEqual(expected.sort());
      },
    );
    fc.assert(property, { numRuns: 300 });
  });
});
