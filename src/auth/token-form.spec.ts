import { describe, expect, it } from 'vitest';
import { isTokenForm, readTokenForm } from './token-form.js';

const GRANT = 'grant_type=client_credentials';
const BASIC = `Basic ${Buffer.from('aegis_1:s3cret').toString('base64')}`;
const client = { clientId: 'aegis_1', clientSecret: 's3cret' };

function read(form: string, authorization?: string): unknown {
  return readTokenForm({ authorization, body: new URLSearchParams(form) });
}

describe(isTokenForm.name, () => {
  it.each([
    { when: 'a form', authorization: undefined, body: new URLSearchParams(), isForm: true },
    { when: 'Basic without a body', authorization: BASIC, body: undefined, isForm: true },
    { when: 'JSON', authorization: undefined, body: {}, isForm: false },
    { when: 'JSON with Basic', authorization: BASIC, body: {}, isForm: false },
    { when: 'nothing', authorization: undefined, body: undefined, isForm: false },
  ])('is $isForm for $when', ({ authorization, body, isForm }) =>
    expect(isTokenForm({ authorization, body })).toBe(isForm),
  );
});

describe(readTokenForm.name, () => {
  it.each([
    {
      when: 'credentials in the body',
      form: `${GRANT}&client_id=aegis_1&client_secret=s3cret`,
      authorization: undefined,
    },
    { when: 'credentials in the header', form: GRANT, authorization: BASIC },
    { when: 'the name in both', form: `${GRANT}&client_id=aegis_1`, authorization: BASIC },
    { when: 'an empty scope', form: `${GRANT}&scope=`, authorization: BASIC },
    { when: 'unknown parameters', form: `${GRANT}&resource=x`, authorization: BASIC },
  ])('takes $when', ({ form, authorization }) => expect(read(form, authorization)).toEqual(client));

  it('takes a scope', () =>
    expect(read(`${GRANT}&scope=read+ingest`, BASIC)).toEqual({ ...client, scope: 'read ingest' }));

  it.each([
    { when: 'there is no grant type', form: '', authorization: BASIC, code: 'invalid_request' },
    {
      when: 'the grant type is another',
      form: 'grant_type=password',
      authorization: BASIC,
      code: 'unsupported_grant_type',
    },
    { when: 'the grant type comes twice', form: `${GRANT}&${GRANT}`, authorization: BASIC, code: 'invalid_request' },
    {
      when: 'a parameter comes twice',
      form: `${GRANT}&scope=read&scope=`,
      authorization: BASIC,
      code: 'invalid_request',
    },
    {
      when: 'header and body have credentials',
      form: `${GRANT}&client_id=aegis_1&client_secret=s3cret`,
      authorization: BASIC,
      code: 'invalid_request',
    },
    {
      when: 'header and body name two',
      form: `${GRANT}&client_id=aegis_2`,
      authorization: BASIC,
      code: 'invalid_request',
    },
    { when: 'nobody is named', form: GRANT, authorization: undefined, code: 'bad_credentials' },
    {
      when: 'the secret is missing',
      form: `${GRANT}&client_id=aegis_1`,
      authorization: undefined,
      code: 'bad_credentials',
    },
    { when: 'the header is damaged', form: GRANT, authorization: 'Basic %%%', code: 'bad_credentials' },
  ])('is $code when $when', ({ form, authorization, code }) =>
    expect(() => read(form, authorization)).toThrow(expect.objectContaining({ code })),
  );
});
