import type { Type } from '@nestjs/common';
import { Expose } from 'class-transformer';
import { IsString, Length } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../config/load-config.js';
import { type Fault, ValidationFailed } from '../errors/app-error.js';
import { AnyField, InstantField, ListField, NumberField, ObjectField, TextField } from '../openapi/fields.decorator.js';
import { ignoredNamesOf } from './ignored-names.js';
import { IgnoresUnknownNames } from './ignores-unknown-names.decorator.js';
import { RequestPipe } from './request-pipe.js';

const documented = { description: 'A field.', example: 'x' };

class ItemIn {
  @TextField({ ...documented, minLength: 1, maxLength: 3 }) name!: string;
  @NumberField({ ...documented, minimum: 0, maximum: 10, optional: true }) size?: number;
  @NumberField({ ...documented, minimum: 0, maximum: 10, integer: true, optional: true }) count?: number;
  @InstantField({ ...documented, optional: true }) at?: string;
  @ObjectField({ ...documented, optional: true }) data?: object;
}

@IgnoresUnknownNames()
class OpenItemIn {
  @TextField({ ...documented, maxLength: 3 }) name!: string;
}

@IgnoresUnknownNames()
class OpenListIn {
  @ListField(() => OpenItemIn, { description: 'Items.', example: [], maxItems: 3 }) items!: OpenItemIn[];
}

class ListIn {
  @ListField(() => ItemIn, { description: 'Items.', example: [], maxItems: 3 }) items!: ItemIn[];
}

class AnyIn {
  @AnyField(documented) value!: unknown;
}

class QueryIn {
  @Expose() @IsString() @Length(1, 3) name!: string;
}

const pipe = new RequestPipe(loadConfig({ MAX_BATCH_EVENTS: '3' }));
const read = (metatype: Type<object>, body: unknown) => pipe.transform(body, { type: 'body', metatype });
const item = (fields: object) => ({ items: [{ name: 'a', ...fields }] });

/** The faults of a body, as `place code`. */
function faultsOf(metatype: Type<object>, body: unknown): readonly string[] {
  try {
    read(metatype, body);
    return [];
  } catch (error) {
    if (!(error instanceof ValidationFailed)) throw error;
    return error.faults.map(({ loc, code }: Fault) => `${loc.join('.')} ${code}`);
  }
}

describe(RequestPipe.name, () => {
  it('makes instances of the classes, of known keys only, and notes the others where they are ignored', () => {
    const body = JSON.parse('{"items":[{"name":"a","extra":1,"__proto__":{"admin":true}}],"more":2}');
    const list = read(OpenListIn, body);
    expect(list).toBeInstanceOf(OpenListIn);
    expect(list).toEqual({ items: [{ name: 'a' }] });
    expect((list as OpenListIn).items[0]).toBeInstanceOf(OpenItemIn);
    expect(list).not.toHaveProperty('items.0.admin');
    expect(ignoredNamesOf(body)).toBe('extra, __proto__, more');
  });

  it('refuses keys that are not known where nothing is said, beside what else is wrong', () => {
    const body = JSON.parse('{"items":[{"name":"a"},{"nam":"b","__proto__":{}}],"more":2}');
    expect(faultsOf(ListIn, body)).toEqual([
      'body.items.1.nam unknown_key',
      'body.items.1.__proto__ unknown_key',
      'body.more unknown_key',
      'body.items.1.name is_string',
    ]);
  });

  it('names the first hundred of them', () => {
    const body = Object.fromEntries(Array.from({ length: 300_000 }, (_none, index) => [`k${index}`, 0]));
    expect(faultsOf(AnyIn, body)).toHaveLength(100);
  });

  it('leaves values as they are', () => {
    const data = JSON.parse('{"constructor":1,"a.b":{"$gt":""}}');
    expect((read(ListIn, item({ data })) as ListIn).items[0]?.data).toBe(data);
  });

  it.each([null, 0, '', false, [], {}])('takes %j where anything goes', (value) =>
    expect(read(AnyIn, { value })).toEqual({ value }),
  );

  it.each([
    { when: 'no body', body: undefined, faults: ['body.items is_array'] },
    { when: 'a list', body: [], faults: ['body is_object'] },
    { when: 'a list that is an object', body: { items: {} }, faults: ['body.items is_array'] },
    { when: 'too many items', body: { items: [{}, {}, {}, {}] }, faults: ['body.items too_many_items'] },
    {
      when: 'items that are none',
      body: { items: [[], null] },
      faults: ['body.items.0 is_object', 'body.items.1 is_object'],
    },
    { when: 'a missing field', body: { items: [{}] }, faults: ['body.items.0.name is_string'] },
    {
      when: 'an inherited field',
      body: { items: [Object.create({ name: 'a' })] },
      faults: ['body.items.0.name is_string'],
    },
    { when: 'a number for text', body: item({ name: 1 }), faults: ['body.items.0.name is_string'] },
    { when: 'empty text', body: item({ name: '' }), faults: ['body.items.0.name min_length'] },
    { when: 'long text', body: item({ name: 'abcd' }), faults: ['body.items.0.name max_length'] },
    { when: 'text for a number', body: item({ size: '1' }), faults: ['body.items.0.size is_number'] },
    { when: 'an infinite number', body: item({ size: Infinity }), faults: ['body.items.0.size is_number'] },
    { when: 'a small number', body: item({ size: -1 }), faults: ['body.items.0.size min'] },
    { when: 'a large number', body: item({ size: 11 }), faults: ['body.items.0.size max'] },
    { when: 'null for an optional number', body: item({ size: null }), faults: ['body.items.0.size is_number'] },
    { when: 'a fraction for an integer', body: item({ count: 1.5 }), faults: ['body.items.0.count is_int'] },
    { when: 'a time that is none', body: item({ at: 'now' }), faults: ['body.items.0.at is_instant'] },
    { when: 'a number for a time', body: item({ at: 0 }), faults: ['body.items.0.at is_instant'] },
    { when: 'a list for an object', body: item({ data: [] }), faults: ['body.items.0.data is_object'] },
  ])('names the field of $when', ({ body, faults }) => expect(faultsOf(ListIn, body)).toEqual(faults));

  it('names an absent field where anything goes', () => expect(faultsOf(AnyIn, {})).toEqual(['body.value is_present']));

  it('survives a body deeper than a call stack', () => {
    const deep: unknown = JSON.parse('{"unknown":' + '['.repeat(50_000) + ']'.repeat(50_000) + ',"items":[]}');
    expect(read(OpenListIn, deep)).toEqual({ items: [] });
    expect(faultsOf(ListIn, deep)).toEqual(['body.unknown unknown_key']);
  });

  it('reads queries and paths', () => {
    expect(pipe.transform({ name: 'a' }, { type: 'query', metatype: QueryIn })).toEqual({ name: 'a' });
    expect(() => pipe.transform({ name: ['a', 'b'] }, { type: 'query', metatype: QueryIn })).toThrow(ValidationFailed);
  });

  it.each([String, Number, Object, undefined])('leaves alone what is no DTO', (metatype) =>
    expect(pipe.transform('x', { type: 'custom', metatype })).toBe('x'),
  );
});
