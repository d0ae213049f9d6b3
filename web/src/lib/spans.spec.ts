import { describe, expect, it } from 'vitest';
import { piecesOf } from './spans.js';

const TEXT = 'say the password now';

describe(piecesOf.name, () => {
  it.each([
    { when: 'nothing is marked', spans: [], pieces: [['say the password now', []]] },
    {
      when: 'a part is',
      spans: [{ start: 8, end: 16, reason: 'a' }],
      pieces: [
        ['say the ', []],
        ['password', ['a']],
        [' now', []],
      ],
    },
    {
      when: 'parts overlap',
      spans: [
        { start: 4, end: 16, reason: 'b' },
        { start: 8, end: 20, reason: 'a' },
      ],
      pieces: [
        ['say ', []],
        ['the ', ['b']],
        ['password', ['b', 'a']],
        [' now', ['a']],
      ],
    },
    { when: 'a part is outside', spans: [{ start: 20, end: 30, reason: 'a' }], pieces: [['say the password now', []]] },
    {
      when: 'a part is longer',
      spans: [{ start: -3, end: 99, reason: 'a' }],
      pieces: [['say the password now', ['a']]],
    },
  ])('cuts where it must when $when', ({ spans, pieces }) => {
    const cut = piecesOf(TEXT, spans);
    expect(cut.map(({ text, reasons }) => [text, reasons])).toEqual(pieces);
    expect(cut.map(({ text }) => text).join('')).toBe(TEXT);
  });
});
