import { describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject, ownValue } from './json-object.js';

/** As it comes over the wire: a literal would set the prototype instead. */
const OWN_PROTO = JSON.parse('{"__proto__": 5}') as JsonObject;

describe(isJsonObject.name, () => {
  it.each([
    { value: {}, is: true },
    { value: OWN_PROTO, is: true },
    { value: [], is: false },
    { value: null, is: false },
    { value: undefined, is: false },
    { value: 'text', is: false },
    { value: 5, is: false },
  ])('of $value is $is', ({ value, is }) => expect(isJsonObject(value)).toBe(is));
});

describe(ownValue.name, () => {
  it.each([
    { what: 'its own', object: { a: 1 }, key: 'a', value: 1 },
    { what: 'none', object: { a: 1 }, key: 'b', value: undefined },
    { what: 'what every object inherits', object: {}, key: 'constructor', value: undefined },
    { what: 'its own of that name', object: OWN_PROTO, key: '__proto__', value: 5 },
  ])('finds $what', ({ object, key, value }) => expect(ownValue(object, key)).toBe(value));
});
