import { describe, expect, it } from 'vitest';
import { jsonFault } from './json-fault.js';

const limits = { maxDepth: 3, maxEntries: 5 };

describe(jsonFault.name, () => {
  it.each([
    { when: 'a number', json: '1.5' },
    { when: 'null', json: 'null' },
    { when: 'nested as deep as allowed', json: '{"a":{"b":[1]}}' },
    { when: 'as many entries as allowed', json: '[1,2,3,4,5]' },
    { when: 'keys that only look odd', json: '{"":1,"constructor":2,"toString":3,"$gt":4,"a.b":5}' },
  ])('finds nothing in $when', ({ json }) => expect(jsonFault(JSON.parse(json), limits)).toBeNull());

  it.each([
    { code: 'too_deep', json: '{"a":{"b":[[1]]}}', path: ['a', 'b', 0] },
    { code: 'too_many_keys', json: '{"a":[1,2,3],"b":[4]}', path: [] },
    { code: 'forbidden_key', json: '{"a":{"__proto__":{"admin":true}}}', path: ['a'] },
    { code: 'forbidden_key', json: '{"_bsontype":"ObjectId"}', path: [] },
    { code: 'forbidden_key', json: '[{"a\\u0000b":1}]', path: [0] },
    { code: 'not_finite', json: '{"a":[0,1e309]}', path: ['a', 1] },
  ])('finds $code in $json', ({ code, json, path }) =>
    expect(jsonFault(JSON.parse(json), limits)).toMatchObject({ code, path }),
  );

  it('survives more levels than a call stack has', () => {
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    expect(jsonFault(deep, { maxDepth: 1e9, maxEntries: 3 })).toMatchObject({ code: 'too_many_keys' });
  });
});
