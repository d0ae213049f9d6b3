import { describe, expect, it } from 'vitest';
import { tokenCount } from './token-count.js';

describe(tokenCount.name, () => {
  it.each([
    { when: 'both are empty', prompt: '', response: '', tokens: 1 },
    { when: 'shorter than a token', prompt: 'ab', response: '', tokens: 1 },
    { when: 'both together are seven long', prompt: 'abcd', response: 'efg', tokens: 1 },
    { when: 'both together are eight long', prompt: 'abcd', response: 'efgh', tokens: 2 },
    { when: 'there is only a response', prompt: '', response: 'abcdefgh', tokens: 2 },
    { when: 'four emoji', prompt: '😀😀', response: '😀😀', tokens: 1 },
    { when: 'eight emoji', prompt: '😀😀😀😀', response: '😀😀😀😀', tokens: 2 },
    { when: 'an emoji is torn between the two', prompt: 'abc\ud83d', response: '\ude00def', tokens: 2 },
  ])('is $tokens when $when', ({ prompt, response, tokens }) => expect(tokenCount(prompt, response)).toBe(tokens));
});
