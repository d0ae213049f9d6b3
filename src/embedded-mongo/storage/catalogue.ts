import { type Doc, decodeTyped, encode, Int32 } from '../bson/bson.js';
import { fieldPath, type FieldPath } from '../bson/path.js';
import { type Environment, numberPrefix, prefixRange, scan } from './environment.js';

/** A field of an index. */
export interface IndexField {
  readonly path: FieldPath;
  /** 1 ascending, -1 descending. */
  readonly direction: 1 | -1;
}

/** An index as stored. The one on `_id` has no entries of its own: the documents lie in its order. */
export interface Index {
  readonly id: number;
  readonly name: string;
  readonly fields: readonly IndexField[];
  readonly isUnique: boolean;
  readonly isSparse: boolean;
  /** Seconds after the field's date when a document may go. */
  readonly expireAfterSeconds?: number;
  /** Whether any document has an array on the way of a field: then one document has several entries. */
  readonly isMultikey: boolean;
}

/** A collection as stored. */
export interface Collection {
  readonly id: number;
  readonly db: string;
  readonly name: string;
  /** All indexes but the one on `_id`. */
  readonly indexes: readonly Index[];
}

/** What to set on a new index. */
export type IndexSpec = Omit<Index, 'id' | 'isMultikey'>;

interface Cached {
  raw: Buffer;
  collection: Collection;
}

const COLLECTION = 'c';
const DOOMED = 'd';
/** Where the next number of a collection or an index is kept. */
export const NEXT_ID = Buffer.from('n');

/** What collections and indexes there are. Reads always come from the table (a transaction may be rolled back, the
 * other thread may have written); only the decoded form is cached. */
export class Catalogue {
  private readonly cache = new Map<string, Cached>();

  constructor(private readonly env: Environment) {}

  /** Finds a collection. */
  find(db: string, name: string): Collection | undefined {
    const key = collectionKey(db, name);
    const raw = this.env.getCatalogue(key);
    if (raw === undefined) return undefined;
    const cached = this.cache.get(`${db}.${name}`);
    if (cached?.raw.equals(raw)) return cached.collection;
    const collection = fromDoc(decodeTyped(raw), db, name);
    this.cache.set(`${db}.${name}`, { raw: Buffer.from(raw), collection });
    return collection;
  }

  /** All collections, of one database where one is named, by name. */
  list(db?: string): Collection[] {
    const prefix = Buffer.from(db === undefined ? COLLECTION : `${COLLECTION}${db}\0`);
    const found: Collection[] = [];
    for (const { key, value } of scan(this.env.catalogue, prefixRange(prefix))) {
      const collection = collectionOf({ key, value: this.env.openCatalogue(key, value) });
      if (collection !== undefined) found.push(collection);
    }
    return found;
  }

  /** Makes a collection; the one that is there already is returned as it is. */
  create(db: string, name: string): Collection {
    return this.find(db, name) ?? this.save({ id: this.nextId(), db, name, indexes: [] });
  }

  /** Forgets a collection; its data are left to the purge. */
  drop(collection: Collection): void {
    this.env.catalogue.removeSync(collectionKey(collection.db, collection.name));
    this.doom('documents', collection.id);
    for (const index of collection.indexes) this.doom('entries', index.id);
  }

  /** Adds an index without entries. */
  addIndex(collection: Collection, spec: IndexSpec): { collection: Collection; index: Index } {
    const index: Index = { ...spec, id: this.nextId(), isMultikey: false };
    return { index, collection: this.save({ ...collection, indexes: [...collection.indexes, index] }) };
  }

  /** Forgets an index; its entries are left to the purge. */
  dropIndex(collection: Collection, index: Index): Collection {
    this.doom('entries', index.id);
    return this.save({ ...collection, indexes: collection.indexes.filter(({ id }) => id !== index.id) });
  }

  /** Remembers that an index has several entries for one document. */
  setMultikey(collection: Collection, index: Index): Collection {
    const current = this.find(collection.db, collection.name) ?? collection;
    if (current.indexes.some(({ id, isMultikey }) => id === index.id && isMultikey)) return current;
    const indexes = current.indexes.map((other) => (other.id === index.id ? { ...other, isMultikey: true } : other));
    return this.save({ ...current, indexes });
  }

  /** Numbers whose data may be deleted, and from which table. */
  doomed(): { key: Buffer; table: 'documents' | 'entries'; id: number }[] {
    return [...scan(this.env.catalogue, prefixRange(Buffer.from(DOOMED)))].map(({ key, value }) => ({
      key,
      table: this.env.openCatalogue(key, value).toString() === 'documents' ? 'documents' : 'entries',
      id: key.readUInt32BE(1),
    }));
  }

  private doom(table: 'documents' | 'entries', id: number): void {
    this.env.putCatalogue(Buffer.concat([Buffer.from(DOOMED), numberPrefix(id)]), Buffer.from(table));
  }

  private nextId(): number {
    const raw = this.env.getCatalogue(NEXT_ID);
    const id = raw === undefined ? 1 : Buffer.from(raw).readUInt32BE(0);
    this.env.putCatalogue(NEXT_ID, numberPrefix(id + 1));
    return id;
  }

  private save(collection: Collection): Collection {
    this.env.putCatalogue(collectionKey(collection.db, collection.name), encode(toDoc(collection)));
    return collection;
  }
}

function collectionKey(db: string, name: string): Buffer {
  return Buffer.from(`${COLLECTION}${db}\0${name}`);
}

/** The collection that an entry of the catalogue describes; undefined for entries of other kinds. */
export function collectionOf({ key, value }: { readonly key: Buffer; readonly value: Buffer }): Collection | undefined {
  if (!key.toString('latin1').startsWith(COLLECTION)) return undefined;
  const [db = '', name = ''] = key.toString('utf8', 1).split('\0');
  return fromDoc(decodeTyped(value), db, name);
}

function toDoc({ id, indexes }: Collection): Doc {
  return {
    id: new Int32(id),
    indexes: indexes.map(({ fields, ...index }) => ({
      ...index,
      fields: fields.map(({ path, direction }) => ({ path: path.text, direction })),
    })),
  };
}

function fromDoc(doc: Doc, db: string, name: string): Collection {
  const indexes = (doc['indexes'] as Doc[]).map(indexFromDoc);
  return { id: Number(doc['id']), db, name, indexes };
}

function indexFromDoc(doc: Doc): Index {
  const expiry = doc['expireAfterSeconds'];
  return {
    id: Number(doc['id']),
    name: String(doc['name']),
    fields: (doc['fields'] as Doc[]).map(({ path, direction }) => ({
      path: fieldPath(String(path)),
      direction: Number(direction) === -1 ? -1 : 1,
    })),
    isUnique: doc['isUnique'] === true,
    isSparse: doc['isSparse'] === true,
    isMultikey: doc['isMultikey'] === true,
    ...(expiry === undefined ? {} : { expireAfterSeconds: Number(expiry) }),
  };
}
