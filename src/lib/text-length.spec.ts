import { describe, expect, it } from 'vitest';
import { textLength } from './text-length.js';

describe(textLength.name, () => {
  it.each([
    { of: 'nothing', text: '', length: 0 },
    { of: 'ASCII', text: 'abc', length: 3 },
    { of: 'letters beyond ASCII', text: 'äß漢', length: 3 },
    { of: 'an emoji', text: '😀', length: 1 },
    { of: 'emoji among letters', text: 'a😀b😀', length: 4 },
    { of: 'a lone first half', text: 'a\ud83d', length: 2 },
    { of: 'a lone second half', text: '\ude00a', length: 2 },
    { of: 'halves in the wrong order', text: '\ude00\ud83d', length: 2 },
    { of: 'an emoji of several code points', text: '👩‍🔬', length: 3 },
  ])('is $length for $of', ({ text, length }) => {
    expect(textLength(text)).toBe(length);
    expect(textLength(text)).toBe(Array.from(text).length);
  });
});
