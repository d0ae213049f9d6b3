import { describe, expect, it } from 'vitest';
import { inspectJson, jsonFault } from './json-fault.js';

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

describe(inspectJson.name, () => {
  it.each([
    '{}',
    '[]',
    '0',
    '-1.7976931348623157e308',
    '"\\u0000\\u0001"',
    '{"a":[1,"x",null,true,{"\\u0001":"ä€😀"}]}',
  ])('never finds less than the bytes of %s', (json) => {
    const value: unknown = JSON.parse(json);
    const { maxBytes } = inspectJson(value, { maxDepth: 9, maxEntries: 99 });
    expect(maxBytes).toBeGreaterThanOrEqual(Buffer.byteLength(JSON.stringify(value)));
  });

  it('finds half a character in a key', () =>
    expect(jsonFault({ '\ud800': 1 }, limits)).toMatchObject({ code: 'forbidden_key', path: [] }));
});
