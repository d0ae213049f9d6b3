import { type Doc } from '../bson/bson.js';
import { decodeValue } from '../bson/element-value.js';
import { fieldPath, resolvePath } from '../bson/path.js';
import { findField } from '../bson/raw.js';
import { MongoError } from '../errors.js';
import { KeyWriter, MAX_DOCUMENT_KEY_BYTES } from '../keys/key-writer.js';
import { writeRawValue } from '../keys/value-key.js';
import type { Catalogue, Collection, Index } from './catalogue.js';
import { entryOf, EntryWriter, type Side, touchedIndexes } from './entry-writer.js';
import type { Entry, Environment } from './environment.js';
import type { FieldPlace, FieldTable } from './field-table.js';
import { indexKeysOf, rootsOf } from './index-keys.js';
import { renderValue } from './render-value.js';

const ID = Buffer.from('_id');
const PREFIX_BYTES = 4;

/** A document's old and new bytes. */
export interface Replacement {
  readonly before: Buffer;
  readonly after: Buffer;
  /** Names of the top-level fields that may differ; all of them where it isn't known. */
  readonly touched: ReadonlySet<string> | undefined;
}

/** The changes of one document in one index. */
interface IndexChange {
  readonly index: Index;
  readonly added: readonly Buffer[];
  readonly removed: readonly Buffer[];
}

/** Documents together with their index entries. Every method checks before it writes, so that an error leaves nothing
 * half done; all writing methods must run inside `Environment.write`. */
export class DocumentStore {
  private readonly writer = new KeyWriter();
  private readonly simple: EntryWriter;
  private readonly tables = new WeakMap<Collection, Record<'before' | 'after', FieldTable>>();

  constructor(
    private readonly env: Environment,
    private readonly catalogue: Catalogue,
  ) {
    this.simple = new EntryWriter(env);
  }

  /** The key of a document: collection number + encoded `_id`. @throws MongoError where there is no usable `_id` */
  keyOf(collection: Collection, raw: Buffer): Buffer {
    const id = findField(raw, ID);
    if (id === undefined) throw new MongoError(53, 'The document has no _id');
    return this.keyOfId(collection, raw, id);
  }

  /** The key of the document with this `_id`.
   * @param buf where the raw `_id` lies @throws MongoError where it can be none */
  keyOfId(collection: Collection, buf: Buffer, { type, value }: FieldPlace): Buffer {
    this.writer.reset().uint32(collection.id);
    writeRawValue(this.writer, buf, type, value);
    return this.writer.copyKey(MAX_DOCUMENT_KEY_BYTES);
  }

  /** Reads a document. */
  get(key: Buffer): Buffer | undefined {
    return this.env.getDocument(key);
  }

  /** Stores a new document whose first field is `_id`.
   * @throws MongoError DuplicateKey (11000) */
  insert(collection: Collection, raw: Buffer): void {
    const key = this.keyOf(collection, raw);
    if (this.simple.prepare(collection.indexes, undefined, this.sideOf(collection, 'after', raw))) {
      this.putNew(collection, key, raw);
      return this.simple.apply(key);
    }
    const changes = collection.indexes.map((index) => this.changeOf(collection, index, { after: raw }));
    const clash = this.findClash(changes);
    if (clash !== undefined) {
      if (this.exists(key)) throw duplicateKey(collection, idIndex(), raw);
      throw duplicateKey(collection, clash, raw);
    }
    this.putNew(collection, key, raw);
    this.apply(changes, key);
  }

  /** Stores a changed document under its old `_id`.
   * @throws MongoError DuplicateKey (11000) */
  replace(collection: Collection, key: Buffer, { before, after, touched }: Replacement): void {
    const indexes = touchedIndexes(collection.indexes, touched);
    const [had, has] = [this.sideOf(collection, 'before', before), this.sideOf(collection, 'after', after)];
    if (this.simple.prepare(indexes, had, has)) {
      this.env.putDocument(key, after);
      return this.simple.apply(key);
    }
    const changes = indexes
      .map((index) => this.changeOf(collection, index, { before, after }))
      .filter(({ added, removed }) => added.length > 0 || removed.length > 0);
    const clash = this.findClash(changes);
    if (clash !== undefined) throw duplicateKey(collection, clash, after);
    this.env.putDocument(key, after);
    this.apply(changes, key);
  }

  /** Deletes a document. */
  remove(collection: Collection, key: Buffer, raw: Buffer): void {
    if (this.simple.prepare(collection.indexes, this.sideOf(collection, 'before', raw), undefined)) {
      this.env.documents.removeSync(key);
      return this.simple.apply(key);
    }
    const changes = collection.indexes.map((index) => this.changeOf(collection, index, { before: raw }));
    this.env.documents.removeSync(key);
    this.apply(changes, key);
  }

  /** Enters an existing document into a new index. @throws MongoError DuplicateKey (11000) */
  addToIndex(collection: Collection, index: Index, { key, value }: Entry): void {
    const change = this.changeOf(collection, index, { after: value });
    if (this.findClash([change]) !== undefined) throw duplicateKey(collection, index, value);
    this.apply([change], key);
  }

  private changeOf(collection: Collection, index: Index, of: { before?: Buffer; after?: Buffer }): IndexChange {
    const removed = of.before === undefined ? [] : indexKeysOf(of.before, index, this.writer).keys;
    if (of.after === undefined) return { index, added: [], removed };
    const { keys: added, isMultikey } = indexKeysOf(of.after, index, this.writer);
    if (isMultikey && !index.isMultikey) this.catalogue.setMultikey(collection, index);
    if (removed.length === 0) return { index, added, removed };
    if (added.length === 1 && removed.length === 1 && (added[0] as Buffer).equals(removed[0] as Buffer)) {
      return { index, added: [], removed: [] };
    }
    return { index, added: without(added, removed), removed: without(removed, added) };
  }

  private findClash(changes: readonly IndexChange[]): Index | undefined {
    for (const { index, added } of changes) {
      if (!index.isUnique) continue;
      if (added.some((key) => this.env.entries.getBinaryFast(key) !== undefined)) return index;
    }
    return undefined;
  }

  private apply(changes: readonly IndexChange[], key: Buffer): void {
    const id = key.subarray(PREFIX_BYTES);
    const { entries } = this.env;
    for (const { index, removed } of changes) {
      for (const fields of removed) entries.removeSync(entryOf(index, fields, id).key);
    }
    for (const { index, added } of changes) {
      for (const fields of added) {
        const { key: entry, value } = entryOf(index, fields, id);
        entries.putSync(entry, value);
      }
    }
  }

  private putNew(collection: Collection, key: Buffer, raw: Buffer): void {
    if (!this.env.putDocument(key, raw, true)) throw duplicateKey(collection, idIndex(), raw);
  }

  private sideOf(collection: Collection, name: 'before' | 'after', raw: Buffer): Side {
    let tables = this.tables.get(collection);
    if (tables === undefined) {
      tables = { before: rootsOf(collection.indexes), after: rootsOf(collection.indexes) };
      this.tables.set(collection, tables);
    }
    return { raw, fields: tables[name].read(raw) };
  }

  private exists(key: Buffer): boolean {
    return this.env.documents.getBinaryFast(key) !== undefined;
  }
}

/** The document key that an index entry stands for. */
export function documentKeyOf(collection: Collection, index: Index, { key, value }: Entry): Buffer {
  const [source, start] = index.isUnique ? [value, 0] : [key, key.length - value.readUInt16BE(0)];
  const found = Buffer.allocUnsafe(PREFIX_BYTES + source.length - start);
  found.writeUInt32BE(collection.id);
  source.copy(found, PREFIX_BYTES, start);
  return found;
}

function without(keys: readonly Buffer[], others: readonly Buffer[]): Buffer[] {
  return keys.filter((key) => !others.some((other) => other.equals(key)));
}

function idIndex(): Pick<Index, 'name' | 'fields'> {
  return { name: '_id_', fields: [{ path: fieldPath('_id'), direction: 1 }] };
}

function duplicateKey(collection: Collection, index: Pick<Index, 'name' | 'fields'>, raw: Buffer): MongoError {
  const keyPattern: Doc = {};
  const keyValue: Doc = {};
  for (const { path, direction } of index.fields) {
    keyPattern[path.text] = direction;
    const found = resolvePath(raw, path);
    keyValue[path.text] = found === undefined || found === 'array' ? null : decodeValue(raw, found.type, found.value);
  }
  const shown = Object.entries(keyValue).map(([name, value]) => `${name}: ${renderValue(value)}`);
  return new MongoError(
    11000,
    `E11000 duplicate key error collection: ${collection.db}.${collection.name} index: ${index.name} dup key: { ${shown.join(', ')} }`,
    { keyPattern, keyValue },
  );
}
