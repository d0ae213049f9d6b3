import { type Decimal128, Decimal128 as DecimalClass, encode, T } from '../bson/bson.js';
import { cstringEnd, ElementCursor, int32At } from '../bson/raw.js';
import { MongoError } from '../errors.js';
import type { KeyWriter } from './key-writer.js';
import { writeDecimal, writeDouble, writeInt64 } from './number-key.js';

/** First byte of a key by BSON's order of types. An empty array sorts as "undefined", below null, as in MongoDB. */
export const TAG = {
  minKey: 0x01,
  emptyArray: 0x05,
  null: 0x0a,
  number: 0x10,
  string: 0x20,
  document: 0x30,
  array: 0x40,
  binary: 0x50,
  objectId: 0x60,
  bool: 0x70,
  date: 0x80,
  timestamp: 0x90,
  regex: 0xa0,
  dbPointer: 0xa8,
  code: 0xb0,
  codeWithScope: 0xb8,
  maxKey: 0xf0,
} as const;

/** Tag by BSON type byte: which types compare with each other. */
const TAG_OF_TYPE: Uint8Array = tagsByType();

function tagsByType(): Uint8Array {
  const tags = new Uint8Array(256);
  tags[T.minKey] = TAG.minKey;
  tags[T.undefined] = tags[T.null] = TAG.null;
  for (const type of [T.int32, T.long, T.double, T.decimal]) tags[type] = TAG.number;
  tags[T.string] = tags[T.symbol] = TAG.string;
  tags[T.document] = TAG.document;
  tags[T.array] = TAG.array;
  tags[T.binary] = TAG.binary;
  tags[T.objectId] = TAG.objectId;
  tags[T.bool] = TAG.bool;
  tags[T.date] = TAG.date;
  tags[T.timestamp] = TAG.timestamp;
  tags[T.regex] = TAG.regex;
  tags[T.dbPointer] = TAG.dbPointer;
  tags[T.code] = TAG.code;
  tags[T.codeWithScope] = TAG.codeWithScope;
  tags[T.maxKey] = TAG.maxKey;
  return tags;
}

/** Writes a raw BSON value so that keys sort bytewise in BSON's order; numbers compare by value over all four types.
 * @param at offset of the value in `buf`
 * @throws MongoError for an unknown type, or a decimal that no double comes near */
export function writeRawValue(writer: KeyWriter, buf: Buffer, type: number, at: number): void {
  const tag = TAG_OF_TYPE[type] as number;
  writer.byte(tag);
  switch (tag) {
    case TAG.minKey:
    case TAG.maxKey:
    case TAG.null:
      return;
    case TAG.string:
    case TAG.code:
      return writer.text(buf, at + 4, at + 3 + int32At(buf, at));
    case TAG.number:
      return writeNumber(writer, buf, type, at);
    case TAG.bool:
      return writer.byte(buf[at] as number);
    case TAG.objectId:
      return writer.raw(buf, at, at + 12);
    case TAG.date:
      return writer.int64(int32At(buf, at), int32At(buf, at + 4));
    case TAG.timestamp:
      writer.uint32(int32At(buf, at + 4));
      return writer.uint32(int32At(buf, at));
    default:
      return writeCompound(writer, buf, tag, at);
  }
}

function writeNumber(writer: KeyWriter, buf: Buffer, type: number, at: number): void {
  if (type === T.int32) return writeDouble(writer, int32At(buf, at));
  if (type === T.double) return writeDouble(writer, buf.readDoubleLE(at));
  if (type === T.long) return writeInt64(writer, int32At(buf, at), int32At(buf, at + 4));
  const decimal: Decimal128 = new DecimalClass(buf.subarray(at, at + 16));
  return writeDecimal(writer, decimal.toString());
}

function writeCompound(writer: KeyWriter, buf: Buffer, tag: number, at: number): void {
  switch (tag) {
    case TAG.document:
    case TAG.array:
      return writeElements(writer, buf, tag, at);
    case TAG.binary:
      writer.uint32(int32At(buf, at));
      return writer.raw(buf, at + 4, at + 5 + int32At(buf, at));
    case TAG.regex: {
      const patternEnd = cstringEnd(buf, at);
      writer.text(buf, at, patternEnd);
      return writer.text(buf, patternEnd + 1, cstringEnd(buf, patternEnd + 1));
    }
    default:
      throw new MongoError(2, `A value of BSON type ${tag === 0 ? 'unknown' : tag} cannot be compared or indexed`);
  }
}

/** Fields compare by type, then name, then value; a shorter document sorts first. */
function writeElements(writer: KeyWriter, buf: Buffer, tag: number, at: number): void {
  const cursor = new ElementCursor(buf, at);
  while (cursor.next()) {
    if (tag === TAG.document) {
      writer.byte(TAG_OF_TYPE[cursor.type] as number);
      writer.text(buf, cursor.start + 1, cursor.nameEnd);
    }
    writeRawValue(writer, buf, cursor.type, cursor.value);
  }
  writer.byte(0);
}

/** Writes a decoded value the same way as {@link writeRawValue}; `undefined` counts as null. */
export function writeValue(writer: KeyWriter, value: unknown): void {
  if (typeof value === 'string') {
    writer.byte(TAG.string);
    return writer.string(value);
  }
  if (typeof value === 'number') {
    writer.byte(TAG.number);
    return writeDouble(writer, value);
  }
  if (value === null || value === undefined) return writer.byte(TAG.null);
  const wrapped = encode({ v: value });
  return writeRawValue(writer, wrapped, wrapped[4] as number, 7);
}

/** The order tag of a raw value: values with different tags never compare as greater or less in a filter. */
export function tagOfType(type: number): number {
  return TAG_OF_TYPE[type] as number;
}
