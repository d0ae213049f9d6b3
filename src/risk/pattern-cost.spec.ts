import * as fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { patternCost } from './pattern-cost.js';

const atoms = [
  'a', 'b', '.', 'abc', 'é', '漢', '😀', '', ',', '-', '{', '{a}', '{1', '^', '$', '\\d', '\\w', '\\.', '\\pL', '\\p{Han}', '\\x{1F600}', '\\x41',
  '\\x4', '\\101', '\\A', '\\z', '\\bc', '\\Qa{9}\\E', '[a-z]', '[^x\\]]', '[[:alpha:]x]', '[]a]', '[a-c&&x]', 'ab|ac', 'a|b|c', '(?i)', '(?s:.)', 'k', 'ſ',
]; // prettier-ignore
const repeats = [
  '*', '+', '?', '*?', '{2}', '{7}?', '{3,}', '{0,4}', '{2,5}', '{0}', '{0,}', '{1,1}', '{1,}', '{0,1}', '{30}',
]; // prettier-ignore

const { tree: regexes } = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.constantFrom(...atoms),
    fc.tuple(tie('tree'), tie('tree')).map(([one, other]) => one + other),
    fc.tuple(tie('tree'), tie('tree')).map(([one, other]) => `${one}|${other}`),
    fc.tuple(fc.constantFrom('(', '(?:', '(?i:', '(?P<n>'), tie('tree')).map(([open, inner]) => `${open}${inner})`),
    fc
      .tuple(fc.constantFrom('(', '(?:', ''), tie('tree'), fc.constantFrom(...repeats))
      .map(([open, inner, repeat]) => (open === '' ? inner + repeat : `${open}${inner})${repeat}`)),
  ),
}));

describe(patternCost.name, () => {
  it.each([
    { pattern: String.raw`\bEMP-\d{6}\b`, steps: 14 },
    { pattern: '((((a)))){999}', steps: 8993 },
    { pattern: 'a{1000}'.repeat(70), steps: 70_002 },
    { pattern: '(?:a|b|c|d){200}', steps: 202 },
    { pattern: 'x{0,1000}', steps: 2002 },
    { pattern: String.raw`\p{Han}{200}`, steps: 202 },
    { pattern: String.raw`\Qa{999}\E`, steps: 8 },
  ])('is near the $steps steps of $pattern', ({ pattern, steps }) => {
    const told = patternCost(pattern).steps;
    expect(told).toBeGreaterThanOrEqual(steps);
    expect(told).toBeLessThanOrEqual(steps * 1.1 + 2);
  });

  it('never tells fewer steps than a pattern has once it is compiled', () => {
    const property = fc.property(regexes, (pattern) => {
      const compiled = compiledOf(pattern);
      if (compiled !== null) expect(patternCost(pattern).steps).toBeGreaterThanOrEqual(compiled.programSize());
    });
    fc.assert(property, { numRuns: 5000 });
  });

  it.each([
    { what: 'a range in any case', pattern: '(?i)[a-\u{10ffff}]', atLeast: 125_000 },
    { what: 'a range of numbers in any case', pattern: String.raw`(?i)[\x{61}-\x{10ffff}]`, atLeast: 125_000 },
    { what: 'tables of Unicode', pattern: String.raw`[\pL\pN]`, atLeast: 6000 },
    { what: 'letters in any case', pattern: '(?i)[a-z]', atLeast: 25 },
    { what: 'a range in its own case', pattern: '[a-\u{10ffff}]', atLeast: 0 },
  ])('tells what $what list', ({ pattern, atLeast }) => {
    const { listed } = patternCost(pattern);
    expect(listed).toBeGreaterThanOrEqual(atLeast);
    expect(listed).toBeLessThanOrEqual(atLeast * 1.2 + 10);
  });
});

describe('ranges of sets', () => {
  const item = fc.constantFrom(
    '-',
    '[',
    '^',
    'a',
    '\\d',
    '\\-',
    '\\]',
    '\\x{61}',
    '\\101',
    '\\pL',
    '[:alpha:]',
    '&&',
    '\u{1e942}',
    '\\x{1e942}',
  );
  const body = fc
    .tuple(fc.constantFrom('', ']'), fc.array(item, { minLength: 1, maxLength: 8 }))
    .map(([begin, items]) => begin + items.join(''))
    .filter((items) => !items.startsWith('^'));

  it('hostile-109: are all counted where case is ignored, however they are written', () => {
    const property = fc.property(body, (items) => {
      // A digit that only a wide range holds, and that what is listed for it must hold in the negated set, too.
      const isHeld = compiledOf(`(?i)[${items}]`)?.matches('\u{1d7ff}') === true;
      if (isHeld)
        for (const not of ['', '^']) expect(patternCost(`(?i)[${not}${items}]`).listed).toBeGreaterThan(100_000);
    });
    fc.assert(property, { numRuns: 20_000, examples: [['--\u{1e942}']] });
  });
});

function compiledOf(pattern: string): RE2JS | null {
  try {
    return RE2JS.compile(pattern);
  } catch {
    return null;
  }
}
