import { describe, expect, it } from 'vitest';
import { bodyFormatOf } from './media-type.js';

describe(bodyFormatOf.name, () => {
  it.each([
    { type: 'application/json', format: 'json' },
    { type: 'Application/JSON; Charset=UTF-8', format: 'json' },
    { type: 'application/json;charset="utf-8"', format: 'json' },
    { type: 'application/x-www-form-urlencoded', format: 'form' },
    { type: 'application/json; charset=latin1', format: null },
    { type: 'text/plain', format: null },
    { type: 'constructor', format: null },
    { type: '', format: null },
    { type: undefined, format: null },
  ])('takes $type for $format', ({ type, format }) => expect(bodyFormatOf(type)).toBe(format));
});
