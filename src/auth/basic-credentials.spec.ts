import { describe, expect, it } from 'vitest';
import { basicCredentials } from './basic-credentials.js';

const encoded = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;

describe(basicCredentials.name, () => {
  it.each([
    { when: 'as usual', header: encoded('aegis_1:s3cret'), clientId: 'aegis_1', clientSecret: 's3cret' },
    { when: 'in lower case', header: encoded('a:b').replace('Basic', 'basic'), clientId: 'a', clientSecret: 'b' },
    { when: 'with a colon in the secret', header: encoded('a:b:c'), clientId: 'a', clientSecret: 'b:c' },
    { when: 'with an empty secret', header: encoded('a:'), clientId: 'a', clientSecret: '' },
    { when: 'form-encoded', header: encoded('a%3Ab:c+d%25%C3%A4'), clientId: 'a:b', clientSecret: 'c d%ä' },
  ])('reads credentials $when', ({ header, clientId, clientSecret }) =>
    expect(basicCredentials(header)).toEqual({ kind: 'credentials', credentials: { clientId, clientSecret } }),
  );

  it.each([undefined, '', 'Bearer abc', 'BasicallyNot abc'])('finds none in %j', (header) =>
    expect(basicCredentials(header)).toEqual({ kind: 'absent' }),
  );

  it.each([
    { when: 'nothing follows', header: 'Basic' },
    { when: 'it is no base64', header: 'Basic {"$ne":null}' },
    { when: 'there is no colon', header: encoded('abc') },
    { when: 'there is no name', header: encoded(':secret') },
    { when: 'the encoding is broken', header: encoded('a%:b') },
    { when: 'it is endless', header: encoded(`a:${'x'.repeat(5000)}`) },
  ])('is malformed when $when', ({ header }) => expect(basicCredentials(header)).toEqual({ kind: 'malformed' }));
});
