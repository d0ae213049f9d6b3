import { describe, expect, it } from 'vitest';
import { decodeTyped, type Doc, encode } from '../bson/bson.js';
import { EditableDocument } from '../update/editable-document.js';
import { setComputed } from './computed-field.js';

describe(setComputed.name, () => {
  it.each<{ when: string; doc: Doc; path: string; value: unknown; gives: Doc }>([
    { when: 'there is nothing', doc: {}, path: 'a.b', value: 1, gives: { a: { b: 1 } } },
    { when: 'there is a document', doc: { a: { c: 1 } }, path: 'a.b', value: 1, gives: { a: { c: 1, b: 1 } } },
    { when: 'there is a scalar', doc: { a: 1 }, path: 'a.b', value: 1, gives: { a: { b: 1 } } },
    { when: 'there is null', doc: { a: null }, path: 'a.b', value: 1, gives: { a: { b: 1 } } },
    {
      when: 'there is an array',
      doc: { a: [1, { c: 1 }, [2]] },
      path: 'a.b',
      value: 1,
      gives: { a: [{ b: 1 }, { c: 1, b: 1 }, [{ b: 1 }]] },
    },
    { when: 'there is an empty array', doc: { a: [] }, path: 'a.b', value: 1, gives: { a: [] } },
    { when: 'the name is a number', doc: { a: [1] }, path: 'a.0', value: 1, gives: { a: [{ 0: 1 }] } },
    { when: 'the value is missing', doc: { a: 1, b: 2 }, path: 'a', value: undefined, gives: { b: 2 } },
    {
      when: 'a value within is missing',
      doc: { a: { b: 1, c: 2 } },
      path: 'a.b',
      value: undefined,
      gives: { a: { c: 2 } },
    },
    { when: 'a value within nothing is missing', doc: {}, path: 'a.b', value: undefined, gives: { a: {} } },
  ])('does as stages do where $when', ({ doc, path, value, gives }) => {
    const editable = new EditableDocument(encode(doc));
    setComputed(editable, path.split('.'), value);
    expect(decodeTyped(editable.toRaw())).toEqual(decodeTyped(encode(gives)));
  });
});
