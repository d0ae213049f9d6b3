import { type Doc, encode, MAX_DOCUMENT_BYTES, ObjectId, T } from '../bson/bson.js';
import { element, encodeElement, withIdFirst } from '../bson/build.js';
import { findField } from '../bson/raw.js';
import { MongoError } from '../errors.js';
import { checkedForInsert } from '../storage/new-document.js';
import { EditableDocument } from './editable-document.js';
import { changeOf } from './operators.js';
import type { Update } from './parse-update.js';
import { equalitiesOf } from './upsert-seed.js';

const ID = Buffer.from('_id');

/** A prepared update: computes a document's new bytes. */
export interface Updater {
  /** @returns the same buffer content where nothing changes
   * @throws MongoError as MongoDB gives it, ImmutableField (66) for a changed `_id` among them */
  update(raw: Buffer): Buffer;
  /** Names of the top-level fields that an update may change; undefined where it may be any. */
  readonly touched: ReadonlySet<string> | undefined;
  /** The document that an upsert stores where the filter matched nothing. */
  insert(filter: Doc): Buffer;
}

/** Prepares an update once for all the documents it meets. */
export function prepareUpdate(update: Update): Updater {
  if (update.kind === 'replacement') {
    return {
      update: (raw) => replace(raw, update.raw),
      insert: (filter) => seedReplacement(update.raw, filter),
      touched: undefined,
    };
  }
  const changes = update.updates.map((field) => ({ ...field, change: changeOf(field) }));
  const onUpdate = changes.filter(({ operator }) => operator !== '$setOnInsert');
  const apply = (raw: Buffer, fields: typeof changes): Buffer => {
    const editable = new EditableDocument(raw);
    for (const { parts, change } of fields) editable.change(parts, change);
    return checkedSize(editable.toRaw());
  };
  const touched = new Set(changes.map(({ parts }) => parts[0] ?? ''));
  const touchesId = touched.has('_id');
  return {
    touched,
    update: (raw) => {
      const after = apply(raw, onUpdate);
      if (touchesId) checkSameId(raw, after);
      return after;
    },
    insert: (filter) => {
      const seed = encode(equalitiesOf(filter));
      const made = apply(seed, changes);
      if (touchesId && findField(seed, ID) !== undefined) checkSameId(seed, made);
      return checkedForInsert(made);
    },
  };
}

function replace(raw: Buffer, replacement: Buffer): Buffer {
  const id = findField(raw, ID);
  if (id === undefined) throw new MongoError(1, 'A stored document has no _id');
  const given = findField(replacement, ID);
  const idElement = raw.subarray(id.start, id.end);
  const after = checkedSize(withIdFirst(replacement, idElement, given));
  if (given !== undefined) checkSameId(raw, replacement);
  return after;
}

function seedReplacement(replacement: Buffer, filter: Doc): Buffer {
  const id = equalitiesOf(filter)['_id'];
  if (findField(replacement, ID) !== undefined) {
    if (id !== undefined) checkSameId(encode({ _id: id }), replacement);
    return checkedForInsert(replacement);
  }
  const idElement = id === undefined ? element(T.objectId, '_id', new ObjectId().id) : encodeElement('_id', id);
  return checkedForInsert(withIdFirst(replacement, idElement));
}

function checkSameId(before: Buffer, after: Buffer): void {
  if (idKey(before) !== idKey(after)) {
    throw new MongoError(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
  }
}

function idKey(raw: Buffer): string {
  const id = findField(raw, ID);
  if (id === undefined) return '';
  return raw.toString('latin1', id.start, id.end);
}

function checkedSize(raw: Buffer): Buffer {
  if (raw.length > MAX_DOCUMENT_BYTES) {
    throw new MongoError(17419, `Resulting document after update is larger than ${MAX_DOCUMENT_BYTES} bytes`);
  }
  return raw;
}
