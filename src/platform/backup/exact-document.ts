import mongoose, { type mongo } from 'mongoose';
import { BackupRefused } from './backup-errors.js';

const { BSON } = mongoose.mongo;
/** Every type as its class, so that a number goes back as what it was. */
const EXACT = { promoteValues: false, promoteBuffers: false, bsonRegExp: true, useBigInt64: false } as const;
const TYPE = { document: 3, array: 4 } as const;

/** Decodes a document so that the driver encodes it to the very same bytes. As an object it loses the order of fields whose names
 * are numbers; then it becomes maps, which keep it.
 * @throws BackupRefused for what no driver can encode any more, such as two fields with one name */
export function exactDocument(raw: Uint8Array): mongo.Document {
  const plain = BSON.deserialize(raw, EXACT);
  if (isSame(plain, raw)) return plain;
  const mapped = mapOf(raw);
  if (isSame(mapped, raw)) return mapped;
  throw new BackupRefused(`The document ${BSON.EJSON.stringify(plain['_id'])} holds what the driver cannot write.`);
}

function isSame(doc: mongo.Document, raw: Uint8Array): boolean {
  return Buffer.compare(BSON.serialize(doc, { ignoreUndefined: true }), raw) === 0;
}

function mapOf(raw: Uint8Array): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const [type, nameAt, nameLength, at, length] of BSON.onDemand.parseToElements(raw)) {
    const name = Buffer.from(raw.buffer, raw.byteOffset + nameAt, nameLength).toString();
    fields.set(name, valueOf(raw.subarray(nameAt - 1, at + length), type, raw.subarray(at, at + length)));
  }
  return fields;
}

function valueOf(element: Uint8Array, type: number, value: Uint8Array): unknown {
  if (type === TYPE.document) return mapOf(value);
  if (type === TYPE.array) return [...mapOf(value).values()];
  const doc = Buffer.alloc(element.length + 5);
  doc.writeInt32LE(doc.length, 0);
  doc.set(element, 4);
  return Object.values(BSON.deserialize(doc, EXACT))[0];
}
