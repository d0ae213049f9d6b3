import { describe, expect, it } from 'vitest';
import { bearerToken } from './bearer-token.js';

describe(bearerToken.name, () => {
  it.each([
    { when: 'as usual', header: 'Bearer aaa.bbb.ccc', token: 'aaa.bbb.ccc' },
    { when: 'with the scheme in lower case', header: 'bearer aaa', token: 'aaa' },
    { when: 'after several spaces', header: 'Bearer   aaa', token: 'aaa' },
    { when: 'with padding', header: 'Bearer a-b_c~d+e/f==', token: 'a-b_c~d+e/f==' },
    { when: 'of the greatest length', header: `Bearer ${'a'.repeat(4096)}`, token: 'a'.repeat(4096) },
  ])('takes a token $when', ({ header, token }) => expect(bearerToken(header)).toEqual({ kind: 'token', token }));

  it.each([
    { when: 'there is no header', header: undefined },
    { when: 'the header is empty', header: '' },
    { when: 'the scheme is another', header: 'Basic YTpi' },
    { when: 'the scheme only begins alike', header: 'BearerToken aaa' },
    { when: 'Bearer comes later', header: 'x Bearer aaa' },
  ])('is absent when $when', ({ header }) => expect(bearerToken(header)).toEqual({ kind: 'absent' }));

  it.each([
    { when: 'nothing follows the scheme', header: 'Bearer' },
    { when: 'only spaces follow', header: 'Bearer  ' },
    { when: 'there are two tokens', header: 'Bearer aaa bbb' },
    { when: 'two headers were joined', header: 'Bearer aaa, Bearer bbb' },
    { when: 'it holds other characters', header: 'Bearer {"$ne":null}' },
    { when: 'it is too long', header: `Bearer ${'a'.repeat(4097)}` },
  ])('is malformed when $when', ({ header }) => expect(bearerToken(header)).toEqual({ kind: 'malformed' }));
});
