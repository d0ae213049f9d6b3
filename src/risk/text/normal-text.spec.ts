import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalText } from './normal-text.js';

describe(normalText.name, () => {
  it.each([
    { of: 'ASCII', original: 'Hello World', lower: 'hello world' },
    { of: 'accents', original: 'Ignoré, naïve', lower: 'ignore, naive' },
    { of: 'accents that stand alone', original: 'cafe\u0301', lower: 'cafe' },
    { of: 'full-width letters', original: 'ｉｇｎｏｒｅ', lower: 'ignore' },
    { of: 'bold mathematical letters', original: '𝐈𝐠𝐧𝐨𝐫𝐞', lower: 'ignore' },
    { of: 'invisible letters', original: 'ig\u200bno\u2060re', lower: 'ignore' },
    { of: 'marks of direction', original: '\u202eignore\u202c', lower: 'ignore' },
    { of: 'Cyrillic letters within a Latin word', original: 'ignоrе', lower: 'ignore' },
    { of: 'a Cyrillic word', original: 'пароль', lower: 'пароль' },
    { of: 'tag characters', original: 'a\u{e0069}\u{e0067}', lower: 'aig' },
    { of: 'Vietnamese', original: 'mật khẩu', lower: 'mat khau' },
    { of: 'Hangul', original: '비밀번호', lower: '비밀번호' },
    { of: 'a dotted capital I', original: 'İ', lower: 'i' },
    { of: 'half of a surrogate pair', original: 'a\ud83d', lower: 'a\ud83d' },
  ])('writes $of as $lower', ({ original, lower }) => expect(normalText(original).lower).toBe(lower));

  it('counts what hides a text from the eye', () => {
    const { disguises } = normalText('ig\u200bnоre 𝐚 \u202e\u{e0061}');
    expect(disguises).toEqual({ invisible: 1, bidi: 1, tags: 1, confusable: 1, styled: 1 });
    expect(normalText('नमस्ते 👩‍💻 café').disguises).toEqual({ invisible: 0, bidi: 0, tags: 0, confusable: 0, styled: 0 });
  });

  it('knows where each part came from', () => {
    const { lower, origin, original } = normalText('é 𝐢\u200bgnore ﬁn');
    const at = lower.indexOf('ignore');
    const { start, end } = origin(at, at + 6);
    expect(original.slice(start, end)).toBe('𝐢\u200bgnore');
    const fin = origin(lower.indexOf('fin'), lower.indexOf('fin') + 3);
    expect(original.slice(fin.start, fin.end)).toBe('ﬁn');
  });

  it('has both forms of one length and origins within any text', () => {
    const property = fc.property(fc.string({ unit: 'binary' }), fc.nat(), fc.nat(), (original, a, b) => {
      const { plain, lower, origin } = normalText(original);
      const start = a % (plain.length + 1);
      const end = Math.min(plain.length, start + (b % 9));
      const span = origin(start, end);
      return plain.length === lower.length && span.start >= 0 && span.start <= span.end && span.end <= original.length;
    });
    fc.assert(property, { numRuns: 500 });
  });
});
