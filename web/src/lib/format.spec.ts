import { describe, expect, it } from 'vitest';
import { compact, count, duration, plain, score, trimmed, words } from './format.js';

describe('figures in words', () => {
  it.each([
    { ms: 0, text: '0 ms' },
    { ms: 1.234, text: '1.23 ms' },
    { ms: 840.4, text: '840 ms' },
    { ms: 1420, text: '1.42 s' },
    { ms: 12_345, text: '12.3 s' },
    { ms: null, text: '–' },
  ])('are $text for $ms ms', ({ ms, text }) => expect(duration(ms)).toBe(text));

  it.each([
    { text: count(1_234_567), is: '1,234,567' },
    { text: compact(12_345), is: '12.3K' },
    { text: trimmed(70.0, 1), is: '70' },
    { text: score(0.8), is: '0.80' },
    { text: score(null), is: '–' },
    { text: words('long_prompt'), is: 'long prompt' },
    { text: plain('as it is'), is: 'as it is' },
    { text: plain({ a: 1 }), is: '{\n  "a": 1\n}' },
  ])('are $is', ({ text, is }) => expect(text).toBe(is));
});
