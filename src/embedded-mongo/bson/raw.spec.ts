import mongoose from 'mongoose';
import { describe, expect, it } from 'vitest';
import { Binary, BSONRegExp, Decimal128, type Doc, encode, Long, ObjectId, T, Timestamp } from './bson.js';
import { documentsOf, ElementCursor, findField, valueEnd } from './raw.js';

const { MinKey, MaxKey, Code } = mongoose.mongo;

const EVERYTHING: Doc = {
  double: 1.5,
  string: 'text',
  document: { a: { b: 1 } },
  array: [1, [2], { c: 3 }],
  binary: new Binary(Buffer.from([1, 2, 3]), 0),
  id: new ObjectId(),
  bool: true,
  date: new Date(1),
  null: null,
  regex: new BSONRegExp('a+', 'i'),
  code: new Code('return 1'),
  scoped: new Code('return a', { a: 1 }),
  int: 1,
  timestamp: new Timestamp({ t: 1, i: 1 }),
  long: Long.fromInt(1),
  decimal: Decimal128.fromString('1'),
  min: new MinKey(),
  max: new MaxKey(),
  '': 'an empty name',
  ünïcode: 'a long name',
};

describe(ElementCursor.name, () => {
  it('visits every field of every type', () => {
    const cursor = new ElementCursor(encode(EVERYTHING));
    const names: string[] = [];
    while (cursor.next()) names.push(cursor.name());
    expect(names).toEqual(Object.keys(EVERYTHING));
  });

  it('reads a document that lies inside a larger buffer', () => {
    const inner = encode({ x: 1, y: 2 });
    const cursor = new ElementCursor(Buffer.concat([Buffer.alloc(9), inner, Buffer.alloc(5)]), 9);
    const names: string[] = [];
    while (cursor.next()) names.push(cursor.name());
    expect(names).toEqual(['x', 'y']);
  });

  it('finds nothing in an empty document', () => expect(new ElementCursor(encode({})).next()).toBe(false));

  it('never reads beyond a damaged document, whichever byte is damaged', () => {
    const whole = encode(EVERYTHING);
    for (let at = 0; at < whole.length; at++) {
      for (const value of [0, 0x7f, 0xff]) {
        const damaged = Buffer.from(whole);
        damaged[at] = value;
        let visited = 0;
        try {
          const cursor = new ElementCursor(damaged);
          while (cursor.next()) {
            visited++;
            expect(cursor.end).toBeLessThanOrEqual(damaged.length);
          }
        } catch (error) {
          expect(error).toMatchObject({ code: 22 });
        }
        expect(visited).toBeLessThan(whole.length);
      }
    }
  });

  it.each([
    { what: 'too short', bytes: [4, 0, 0, 0] },
    { what: 'longer than its buffer', bytes: [50, 0, 0, 0, 0] },
    { what: 'negative', bytes: [255, 255, 255, 255, 0] },
    { what: 'without an end', bytes: [5, 0, 0, 0, 1] },
    { what: 'empty', bytes: [] },
  ])('refuses a document that is $what', ({ bytes }) => {
    expect(() => new ElementCursor(Buffer.from(bytes))).toThrow(/Invalid BSON/);
  });
});

describe(findField.name, () => {
  it.each([
    { name: 'string', type: T.string },
    { name: '', type: T.string },
    { name: 'ünïcode', type: T.string },
    { name: 'decimal', type: T.decimal },
    { name: 'strin', type: undefined },
    { name: 'strings', type: undefined },
    { name: 'b', type: undefined },
  ])('finds "$name"', ({ name, type }) => {
    expect(findField(encode(EVERYTHING), Buffer.from(name))?.type).toBe(type);
  });
});

describe(documentsOf.name, () => {
  it('gives the documents of an array without copying them', () => {
    const raw = encode({ list: [{ a: 1 }, { b: 2 }] });
    const docs = documentsOf(raw, findField(raw, Buffer.from('list'))!);
    expect(docs.map((doc) => doc.toString('hex'))).toEqual(
      [encode({ a: 1 }), encode({ b: 2 })].map((doc) => doc.toString('hex')),
    );
    expect(docs[0]?.buffer).toBe(raw.buffer);
  });

  it.each([{ list: 1 }, { list: [1] }, { list: [{}, []] }])('refuses %o', (doc) => {
    const raw = encode(doc);
    expect(() => documentsOf(raw, findField(raw, Buffer.from('list'))!)).toThrow(/array of documents/);
  });
});

describe(valueEnd.name, () => {
  it('refuses types that do not exist', () => {
    for (const type of [0, 0x14, 0x20, 0x80]) expect(() => valueEnd(Buffer.alloc(64), type, 0)).toThrow(/Invalid BSON/);
  });
});
