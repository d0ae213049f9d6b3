import { type Doc, decodeTyped, Double, Int32, ObjectId, T } from './bson.js';
import { documentFromElements, element } from './build.js';
import { int32At } from './raw.js';
import { valueEnd } from './raw.js';

/** Decodes one raw value with its BSON class kept.
 * @param at offset of the value */
export function decodeValue(buf: Buffer, type: number, at: number): unknown {
  switch (type) {
    case T.string:
      return buf.toString('utf8', at + 4, at + 3 + int32At(buf, at));
    case T.int32:
      return new Int32(int32At(buf, at));
    case T.double:
      return new Double(buf.readDoubleLE(at));
    case T.bool:
      return buf[at] === 1;
    case T.null:
      return null;
    case T.objectId:
      return new ObjectId(Buffer.from(buf.subarray(at, at + 12)));
    case T.document:
      return decodeTyped(buf.subarray(at, at + int32At(buf, at)));
    default:
      return decodeOther(buf, type, at);
  }
}

function decodeOther(buf: Buffer, type: number, at: number): unknown {
  const value = buf.subarray(at, valueEnd(buf, type, at));
  const doc: Doc = decodeTyped(documentFromElements([element(type, 'v', value)]));
  return doc['v'];
}
