import { assert, bigInt, constantFrom, double, integer, property, string } from 'fast-check';
import mongoose from 'mongoose';
import { describe, expect, it } from 'vitest';
import { Binary, Decimal128, Double, encode, Int32, Long, ObjectId, Timestamp } from '../bson/bson.js';
import { KeyWriter } from './key-writer.js';
import { TAG, tagOfType, writeRawValue, writeValue } from './value-key.js';

const { MinKey, MaxKey, BSONRegExp } = mongoose.mongo;

function key(value: unknown): Buffer {
  const writer = new KeyWriter();
  writeValue(writer, value);
  return writer.copy();
}

function rawKey(value: unknown): Buffer {
  const doc = encode({ v: value });
  const writer = new KeyWriter();
  writeRawValue(writer, doc, doc[4]!, 7);
  return writer.copy();
}

function inverted(value: unknown): Buffer {
  const writer = new KeyWriter();
  writeValue(writer, value);
  writer.invertFrom(0);
  writer.byte(0x42);
  return writer.copy();
}

/** One of each step of BSON's order, ascending; the entries of a row are equal. */
const ASCENDING: readonly (readonly unknown[])[] = [
  [new MinKey()],
  [null, undefined],
  [new Double(NaN), Decimal128.fromString('NaN')],
  [new Double(-Infinity), Decimal128.fromString('-Infinity')],
  [new Double(-1e300)],
  [Long.MIN_VALUE, Decimal128.fromString('-9223372036854775808')],
  [Long.fromString('-9007199254740993')],
  [Long.fromString('-9007199254740992'), new Double(-9007199254740992)],
  [new Double(-1.5), Decimal128.fromString('-1.5'), Decimal128.fromString('-15E-1')],
  [new Int32(-1), Long.fromInt(-1), new Double(-1), Decimal128.fromString('-1.000')],
  [new Int32(0), new Double(-0), new Double(0), Decimal128.fromString('0'), Decimal128.fromString('-0E+10')],
  [new Double(5e-324)],
  [new Double(0.1)],
  [new Int32(1), 1, Long.fromInt(1), Decimal128.fromString('1')],
  [Decimal128.fromString('1.000000000000000000000000000000001')],
  [Decimal128.fromString('1.000000000000000000000000000000002')],
  [new Double(1.0000000000000002)],
  [new Int32(2)],
  [Long.fromString('9007199254740992')],
  [Long.fromString('9007199254740993'), Decimal128.fromString('9007199254740993')],
  [Decimal128.fromString('9007199254740993.5')],
  [Long.fromString('9007199254740994'), new Double(9007199254740994)],
  [Long.MAX_VALUE],
  [new Double(9223372036854775808)],
  [new Double(Infinity), Decimal128.fromString('Infinity')],
  [''],
  ['\0'],
  ['\0\0'],
  ['\0a'],
  ['\u0001'],
  ['\u0001a'],
  ['a'],
  ['a\0'],
  ['a\0b'],
  ['aa'],
  ['b'],
  ['ÿ'],
  ['€'],
  ['\u{1f600}'],
  [{}],
  [{ a: 1 }, { a: new Double(1) }],
  [{ a: 1, b: 1 }],
  [{ a: 2 }],
  [{ b: 1 }],
  [{ a: 'x' }],
  [{ a: 'x', b: 1 }],
  [[]],
  [[1]],
  [[1, 1]],
  [[2]],
  [['a']],
  [new Binary(Buffer.from([9]), 0)],
  [new Binary(Buffer.from([0]), 5)],
  [new Binary(Buffer.from([0, 0]), 0)],
  [new ObjectId('000000000000000000000001')],
  [new ObjectId('ff0000000000000000000000')],
  [false],
  [true],
  [new Date(-8.64e15)],
  [new Date(-1)],
  [new Date(0)],
  [new Date(1)],
  [new Date(8.64e15)],
  [new Timestamp({ t: 1, i: 2 })],
  [new Timestamp({ t: 1, i: 3 })],
  [new Timestamp({ t: 2, i: 0 })],
  [new BSONRegExp('a', '')],
  [new BSONRegExp('a', 'i')],
  [new BSONRegExp('b', '')],
  [new MaxKey()],
];

describe(writeValue.name, () => {
  const rows = ASCENDING.flatMap((values, rank) => values.map((value) => ({ value, rank })));

  it('orders every pair of values as BSON does', () => {
    const wrong: unknown[] = [];
    for (const a of rows) {
      for (const b of rows) {
        const got = Math.sign(key(a.value).compare(key(b.value)));
        if (got !== Math.sign(a.rank - b.rank)) wrong.push([a, b, got]);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('turns the order around when inverted, whatever follows', () => {
    for (const [at, [value]] of ASCENDING.entries()) {
      const next = ASCENDING[at + 1];
      if (next !== undefined) expect(inverted(value).compare(inverted(next[0])), String(value)).toBe(1);
    }
  });

  it('gives decoded and raw values the same key', () => {
    for (const { value } of rows) {
      if (value !== undefined) expect(rawKey(value).toString('hex')).toBe(key(value).toString('hex'));
    }
  });

  it('never makes one key the beginning of another, so that components can follow each other', () => {
    for (const a of rows) {
      for (const b of rows) {
        if (a.rank !== b.rank) expect(key(b.value).subarray(0, key(a.value).length).equals(key(a.value))).toBe(false);
      }
    }
  });

  it.each([
    { what: 'beyond doubles', text: '1E+6000' },
    { what: 'where doubles lose digits', text: '1E-320' },
  ])('refuses a decimal $what instead of ordering it wrongly', ({ text }) => {
    expect(() => key(Decimal128.fromString(text))).toThrow(/set MONGO_URI/);
  });

  it('keeps the order of any two strings', () => {
    const text = string({ unit: constantFrom('\0', '\u0001', '\u0002', 'a', 'z', 'é', '€', '\u{1f600}') });
    assert(
      property(text, text, (a, b) => {
        expect(Math.sign(key(a).compare(key(b)))).toBe(Math.sign(Buffer.from(a).compare(Buffer.from(b))));
      }),
    );
  });

  it('keeps the order of any two doubles', () => {
    assert(
      property(double({ noNaN: true }), double({ noNaN: true }), (a, b) => {
        expect(Math.sign(key(a).compare(key(b)))).toBe(a === b ? 0 : Math.sign(a > b ? 1 : -1));
      }),
    );
  });

  it('keeps the order of any 64-bit integer and any double', () => {
    const whole = bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    assert(
      property(whole, whole, (a, b) => {
        const asDouble = Number(b);
        const expected = a === BigInt(asDouble) ? 0 : a < BigInt(asDouble) ? -1 : 1;
        expect(Math.sign(key(Long.fromBigInt(a)).compare(key(new Double(asDouble))))).toBe(expected);
        expect(Math.sign(key(Long.fromBigInt(a)).compare(key(Long.fromBigInt(b))))).toBe(a === b ? 0 : a < b ? -1 : 1);
      }),
    );
  });

  it('keeps the order of any two decimals of the same scale', () => {
    const digits = bigInt({ min: -(10n ** 34n) + 1n, max: 10n ** 34n - 1n });
    assert(
      property(digits, digits, integer({ min: -60, max: 60 }), (a, b, exponent) => {
        const decimal = (value: bigint) => Decimal128.fromString(`${value}E${exponent}`);
        expect(Math.sign(key(decimal(a)).compare(key(decimal(b))))).toBe(a === b ? 0 : a < b ? -1 : 1);
      }),
    );
  });
});

describe(tagOfType.name, () => {
  it.each([
    { type: 0x10, tag: TAG.number },
    { type: 0x12, tag: TAG.number },
    { type: 0x13, tag: TAG.number },
    { type: 0x0e, tag: TAG.string },
    { type: 0x06, tag: TAG.null },
  ])('puts BSON type $type among its likes', ({ type, tag }) => expect(tagOfType(type)).toBe(tag));
});
