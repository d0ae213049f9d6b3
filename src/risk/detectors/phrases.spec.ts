import { describe, expect, it } from 'vitest';
import { ANY_MATCH, phrase, phraseStrength } from './phrases.js';

describe(phrase.name, () => {
  const word = String.raw`\bsecret\b`;
  const spaced = String.raw`\bapi\s*key\b`;
  // Each row was checked against the re module of Python, whose meaning the contract's patterns have.
  it.each([
    { finds: true, when: 'in another case', source: word, text: 'SeCrEt' },
    { finds: true, when: 'between signs', source: word, text: '"secret"!' },
    { finds: true, when: 'followed by an accent that stands alone', source: word, text: 'secret\u0301' },
    { finds: false, when: 'within a longer word', source: word, text: 'secretary' },
    { finds: false, when: 'after an underscore', source: word, text: 'top_secret' },
    { finds: false, when: 'after a letter beyond ASCII', source: word, text: 'ésecret' },
    { finds: false, when: 'before a letter beyond ASCII', source: word, text: 'secret漢' },
    { finds: false, when: 'before a digit beyond ASCII', source: word, text: 'secret٣' },
    { finds: true, when: 'spelled with a long s', source: word, text: '\u017fecret' },
    { finds: true, when: 'spelled with the sign for kelvin', source: spaced, text: 'api \u212aey' },
    { finds: true, when: 'spelled with a dotted capital I', source: spaced, text: 'AP\u0130 KEY' },
    { finds: true, when: 'spelled with a dotless small i', source: spaced, text: 'ap\u0131 key' },
    { finds: true, when: 'without a space', source: spaced, text: 'apikey' },
    { finds: true, when: 'over a line break', source: spaced, text: 'api \r\n\t key' },
    { finds: true, when: 'over a no-break space', source: spaced, text: 'api\u00a0key' },
    { finds: true, when: 'over an ideographic space', source: spaced, text: 'api\u3000key' },
    { finds: true, when: 'over a group separator', source: spaced, text: 'api\u001dkey' },
    { finds: true, when: 'over a next-line sign', source: spaced, text: 'api\u0085key' },
    { finds: false, when: 'over a zero-width space', source: spaced, text: 'api\u200bkey' },
    { finds: false, when: 'over a byte order mark', source: spaced, text: 'api\ufeffkey' },
  ])('finds its words $when: $finds', ({ finds, source, text }) => {
    expect(phraseStrength([phrase(source)], text)).toBe(finds ? ANY_MATCH : 0);
  });
});

describe(phraseStrength.name, () => {
  const phrases = ['cat', 'dogdog'].map(phrase);
  it.each([
    { strength: 0, when: 'nothing matches', text: 'bird' },
    { strength: 0, when: 'there is no text', text: '' },
    { strength: 0.2, when: 'one matches', text: 'a cat' },
    { strength: 0.4, when: 'one matches twice', text: 'cat cat' },
    { strength: 0.6, when: 'matches of both are added', text: 'cat dogdog cat' },
    { strength: 0.2, when: 'two matches would overlap', text: 'dogdogdog' },
    { strength: 1, when: 'five match', text: 'cat'.repeat(5) },
    { strength: 1, when: 'more than five match', text: 'cat'.repeat(6) },
  ])('is $strength when $when', ({ strength, text }) => expect(phraseStrength(phrases, text)).toBe(strength));

  it('starts anew on each text', () => {
    phraseStrength(phrases, 'cat '.repeat(9));
    expect(phraseStrength(phrases, 'cat')).toBe(0.2);
  });
});
