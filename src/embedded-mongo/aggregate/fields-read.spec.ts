import { describe, expect, it } from 'vitest';
import { encode } from '../bson/bson.js';
import { decodeFields, fieldsRead } from './fields-read.js';

describe(fieldsRead.name, () => {
  it.each([
    { expression: { $add: ['$a', 1] }, fields: ['a'] },
    { expression: { $subtract: ['$a.b', { $mod: ['$c', 10] }] }, fields: ['a', 'c'] },
    { expression: { $cond: [{ $eq: ['$a', 'x'] }, '$a', '$b'] }, fields: ['a', 'b'] },
    { expression: { $add: [1, 2] }, fields: [] },
    { expression: { $literal: '$a' }, fields: ['a'] },
  ])('finds $fields in $expression', ({ expression, fields }) =>
    expect([...(fieldsRead(expression) ?? ['everything'])]).toEqual(fields),
  );

  it.each([{ $mergeObjects: ['$$ROOT', '$a'] }, { $map: { input: '$a', as: 'x', in: '$$x' } }])(
    'wants the whole document for %j',
    (expression) => expect(fieldsRead(expression)).toBeNull(),
  );
});

describe(decodeFields.name, () => {
  const raw = encode({ a: { b: 1 }, long: 'x'.repeat(100), c: new Date(5), d: [1, 2] });
  it('decodes those fields', () =>
    expect(decodeFields(raw, new Set(['c', 'a']))).toEqual({ a: { b: 1 }, c: new Date(5) }));
  it('leaves out what is missing', () => expect(decodeFields(raw, new Set(['z', 'd']))).toEqual({ d: [1, 2] }));
  it('takes none', () => expect(decodeFields(raw, new Set())).toEqual({}));
});
