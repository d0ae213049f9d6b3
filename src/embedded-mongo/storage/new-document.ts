import { MAX_DOCUMENT_BYTES, ObjectId, T } from '../bson/bson.js';
import { element, withIdFirst } from '../bson/build.js';
import { ElementCursor } from '../bson/raw.js';
import { MongoError } from '../errors.js';

const ID = Buffer.from('_id');

/** Makes a document ready to be stored: `_id` stands first, and is made where it is missing.
 * @throws MongoError BSONObjectTooLarge (10334), InvalidIdField (53), InvalidBSON (22) */
export function checkedForInsert(raw: Buffer): Buffer {
  if (raw.length > MAX_DOCUMENT_BYTES) {
    throw new MongoError(
      10334,
      `object to insert too large. size in bytes: ${raw.length}, max size: ${MAX_DOCUMENT_BYTES}`,
    );
  }
  const id = walk(raw);
  if (id === undefined) return withIdFirst(raw, element(T.objectId, '_id', new ObjectId().id));
  if (id.type === T.array || id.type === T.regex || id.type === T.undefined) {
    throw new MongoError(53, "The '_id' value cannot be of type array, regex or undefined");
  }
  if (id.type === T.document) checkIdFields(raw, id.value);
  return withIdFirst(raw, raw.subarray(id.start, id.end), id);
}

/** @throws MongoError DollarPrefixedFieldName (52) for fields of an `_id` that are named like operators */
function checkIdFields(raw: Buffer, at: number): void {
  const cursor = new ElementCursor(raw, at);
  while (cursor.next()) {
    const name = cursor.name();
    if (name.startsWith('$'))
      throw new MongoError(52, `_id fields may not contain '$'-prefixed fields: ${name} is not valid for storage.`);
  }
}

/** Where an element lies. */
interface Place {
  readonly type: number;
  readonly start: number;
  readonly value: number;
  readonly end: number;
}

/** Walks over every field, so that nothing is stored that can't be read again. @returns where `_id` lies */
function walk(raw: Buffer): Place | undefined {
  const cursor = new ElementCursor(raw);
  let id: Place | undefined;
  while (cursor.next()) {
    if (id === undefined && cursor.isNamed(ID))
      id = { type: cursor.type, start: cursor.start, value: cursor.value, end: cursor.end };
  }
  return id;
}
