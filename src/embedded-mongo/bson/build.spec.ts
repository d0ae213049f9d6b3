import { describe, expect, it } from 'vitest';
import {
  decodeTyped,
  encode,
  Int32,
  isPlainObject,
  Long,
  numberOf,
  ObjectId,
  setField,
  getField,
  Decimal128,
  type Doc,
  T,
} from './bson.js';
import { arrayElement, documentFromElements, element, encodeElement, prepend, withIdFirst } from './build.js';
import { decodeValue } from './element-value.js';
import { findField } from './raw.js';

describe('building documents from raw parts', () => {
  it('gives the same bytes as encoding the whole', () => {
    const parts = [encodeElement('a', 1), encodeElement('ü', 'text'), encodeElement('c', { d: [1] })];
    expect(documentFromElements(parts).equals(encode({ a: 1, ü: 'text', c: { d: [1] } }))).toBe(true);
    expect(documentFromElements([]).equals(encode({}))).toBe(true);
  });

  it('builds arrays and nested documents', () => {
    const docs = Array.from({ length: 12 }, (_, n) => encode({ n }));
    const inner = prepend([arrayElement('list', docs)], { id: 1 });
    const outer = documentFromElements([element(T.document, 'inner', inner)]);
    expect(outer.equals(encode({ inner: { list: docs.map((_, n) => ({ n })), id: 1 } }))).toBe(true);
  });

  it('encodes a field called __proto__', () => {
    const raw = documentFromElements([encodeElement('__proto__', 1)]);
    expect(Object.keys(decodeTyped(raw))).toEqual(['__proto__']);
  });

  it.each([
    { doc: { _id: 1, a: 2 }, order: ['_id', 'a'] },
    { doc: { a: 2, _id: 1, b: 3 }, order: ['_id', 'a', 'b'] },
    { doc: { a: 2, _id: 1 }, order: ['_id', 'a'] },
  ])('moves the _id of $doc to the front', ({ doc, order }) => {
    const raw = encode(doc);
    const id = findField(raw, Buffer.from('_id'))!;
    const moved = decodeTyped(withIdFirst(raw, raw.subarray(id.start, id.end), id));
    expect(Object.keys(moved)).toEqual(order);
    expect(moved).toEqual(decodeTyped(raw));
  });
});

describe(decodeValue.name, () => {
  const doc: Doc = {
    s: 'é',
    i: new Int32(-5),
    l: Long.fromInt(7),
    o: new ObjectId(),
    b: false,
    n: null,
    d: new Date(5),
    e: { f: [1] },
    m: Decimal128.fromString('1.50'),
  };

  it.each(Object.keys(doc))('decodes "%s" as the whole document would', (name) => {
    const raw = encode(doc);
    const found = findField(raw, Buffer.from(name))!;
    expect(decodeValue(raw, found.type, found.value)).toEqual(decodeTyped(raw)[name]);
  });
});

describe('small helpers', () => {
  it.each([
    { value: 5, number: 5 },
    { value: new Int32(5), number: 5 },
    { value: Long.fromString('5000000000'), number: 5e9 },
    { value: Decimal128.fromString('2.5'), number: 2.5 },
    { value: '5', number: NaN },
    { value: null, number: NaN },
    { value: undefined, number: NaN },
    { value: {}, number: NaN },
    { value: [5], number: NaN },
    { value: true, number: NaN },
  ])('sees the number in $value', ({ value, number }) => expect(numberOf(value)).toBe(number));

  it.each([
    { value: {}, is: true },
    { value: { _bsontype: 'Long' }, is: true },
    { value: [], is: false },
    { value: new Date(), is: false },
    { value: null, is: false },
    { value: new ObjectId(), is: false },
    { value: /a/, is: false },
    { value: 'text', is: false },
  ])('tells whether $value is a document: $is', ({ value, is }) => expect(isPlainObject(value)).toBe(is));

  it('sets and reads own fields only', () => {
    const doc: Doc = {};
    setField(doc, '__proto__', { a: 1 });
    expect(Object.keys(doc)).toEqual(['__proto__']);
    expect(getField(doc, 'a')).toBeUndefined();
    expect(getField({}, 'constructor')).toBeUndefined();
  });
});
