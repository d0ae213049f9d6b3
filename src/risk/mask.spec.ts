import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskCall } from './mask.js';

const call = { prompt: 'mail mia.stone@post.org', response: 'Grüße, the password is Quiet7River!' };

describe(maskCall.name, () => {
  it.each([
    { masking: 'off', ...call, rules: [] },
    {
      masking: 'secrets',
      prompt: call.prompt,
      response: 'Grüße, the password is ************',
      rules: ['secret.password'],
    },
    {
      masking: 'secrets+pii',
      prompt: 'mail ******************',
      response: 'Grüße, the password is ************',
      rules: ['pii.email', 'secret.password'],
    },
  ] as const)('takes out $masking', ({ masking, prompt, response, rules }) => {
    const masked = maskCall(call, masking);
    expect(masked).toMatchObject({ prompt, response });
    expect(masked.masked.map(({ rule }) => rule)).toEqual(rules);
  });

  it('takes out more than one look tells', () => {
    const prompt = Array.from({ length: 300 }, (_, index) => `mia.stone${index}@post.org`).join(' ');
    const masked = maskCall({ prompt, response: '' }, 'secrets+pii');
    expect(masked.prompt).not.toContain('@');
    expect(masked.masked).toHaveLength(200);
  });

  it('keeps the length of any text', () => {
    const part = fc.constantFrom(
      'password is Aa1!bB2?',
      'mia.stone@post.org',
      '4111 1111 1111 1111',
      '👋',
      'é',
      '\u200b',
      ' ',
    );
    const text = fc.array(part).map((parts) => parts.join(' '));
    const property = fc.property(text, text, (prompt, response) => {
      const masked = maskCall({ prompt, response }, 'secrets+pii');
      return masked.prompt.length === prompt.length && masked.response.length === response.length;
    });
    fc.assert(property, { numRuns: 200 });
  });
});
