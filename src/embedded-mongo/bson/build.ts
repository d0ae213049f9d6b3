import { type Doc, encode, T } from './bson.js';

/** Puts raw elements (type byte, name, NUL, value) together to a document. */
export function documentFromElements(elements: readonly Uint8Array[]): Buffer {
  let size = 5;
  for (const element of elements) size += element.length;
  const doc = Buffer.allocUnsafe(size);
  doc.writeInt32LE(size, 0);
  let at = 4;
  for (const element of elements) {
    doc.set(element, at);
    at += element.length;
  }
  doc[at] = 0;
  return doc;
}

/** A raw element. @param value the value's bytes, for instance a whole document */
export function element(type: number, name: string, value: Uint8Array): Buffer {
  const nameBytes = Buffer.byteLength(name);
  const made = Buffer.allocUnsafe(nameBytes + 2 + value.length);
  made[0] = type;
  made.write(name, 1);
  made[nameBytes + 1] = 0;
  made.set(value, nameBytes + 2);
  return made;
}

/** A raw element from a decoded value other than `undefined`. */
export function encodeElement(name: string, value: unknown): Buffer {
  if (typeof value === 'string') return stringElement(name, value);
  const doc = encode(Object.fromEntries([[name, value]]));
  return doc.subarray(4, doc.length - 1);
}

/** Text by hand, as it is what most updates set: a tenth of the codec's time. */
function stringElement(name: string, value: string): Buffer {
  const valueAt = Buffer.byteLength(name) + 2;
  const bytes = Buffer.byteLength(value);
  const made = Buffer.allocUnsafe(valueAt + bytes + 5);
  made[0] = T.string;
  made.write(name, 1);
  made[valueAt - 1] = 0;
  made.writeInt32LE(bytes + 1, valueAt);
  made.write(value, valueAt + 4);
  made[valueAt + bytes + 4] = 0;
  return made;
}

/** An array element of whole documents, none of which is decoded. */
export function arrayElement(name: string, docs: readonly Uint8Array[]): Buffer {
  return element(T.array, name, documentFromElements(docs.map((doc, index) => element(T.document, `${index}`, doc))));
}

/** Puts raw elements in front of the fields of a decoded document. */
export function prepend(elements: readonly Uint8Array[], rest: Doc): Buffer {
  const tail = encode(rest);
  return documentFromElements([...elements, tail.subarray(4, tail.length - 1)]);
}

/** Moves `_id` to the front, as every MongoDB does, or puts one there.
 * @param raw the document as it came
 * @param idElement the raw `_id` element
 * @param found where the element lies in `raw`; undefined where `raw` has none */
export function withIdFirst(raw: Buffer, idElement: Uint8Array, found?: { start: number; end: number }): Buffer {
  if (found === undefined) return documentFromElements([idElement, raw.subarray(4, raw.length - 1)]);
  if (found.start === 4) return raw;
  return documentFromElements([idElement, raw.subarray(4, found.start), raw.subarray(found.end, raw.length - 1)]);
}
