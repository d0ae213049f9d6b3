import { MAX_DOCUMENT_BYTES, ObjectId, T } from '../bson/bson.js';
import { element, withIdFirst } from '../bson/build.js';
import { findField } from '../bson/raw.js';
import { MongoError } from '../errors.js';

const ID = Buffer.from('_id');

/** Makes a document ready to be stored: `_id` stands first, and is made where it is missing.
 * @throws MongoError BSONObjectTooLarge (10334), InvalidIdField (53) */
export function checkedForInsert(raw: Buffer): Buffer {
  if (raw.length > MAX_DOCUMENT_BYTES) {
    throw new MongoError(
      10334,
      `object to insert too large. size in bytes: ${raw.length}, max size: ${MAX_DOCUMENT_BYTES}`,
    );
  }
  const id = findField(raw, ID);
  if (id === undefined) return withIdFirst(raw, element(T.objectId, '_id', new ObjectId().id));
  if (id.type === T.array || id.type === T.regex || id.type === T.undefined) {
    throw new MongoError(53, "The '_id' value cannot be of type array, regex or undefined");
  }
  return withIdFirst(raw, raw.subarray(id.start, id.end), id);
}
