import { KeyWriter } from '../keys/key-writer.js';
import type { Collection, Index } from './catalogue.js';
import type { Entry, Environment } from './environment.js';
import type { FieldTable } from './field-table.js';
import { writeIndexKey } from './index-keys.js';

const PREFIX_BYTES = 4;

/** The key of one document in one index, before and after. */
interface Change {
  readonly before: KeyWriter;
  readonly after: KeyWriter;
  /** Which of the two are in the index. */
  hasBefore: boolean;
  hasAfter: boolean;
}

/** A document's state on one side of a change. */
export interface Side {
  readonly raw: Buffer;
  /** Read from `raw`. */
  readonly fields: FieldTable;
}

/** Writes the index entries of a document in the frequent case: no unique index, no array on the way of an indexed field. Then every
 * index holds one entry at most, nothing has to be looked up first, and no key needs a buffer of its own. */
export class EntryWriter {
  private readonly changes: Change[] = [];
  private count = 0;

  constructor(private readonly env: Environment) {}

  /** Works out what changes, and writes nothing yet.
   * @param before undefined for a new document @param after undefined for one that goes
   * @returns false where the case is another one
   * @throws MongoError for a key that is too long */
  prepare(indexes: Collection['indexes'], before: Side | undefined, after: Side | undefined): boolean {
    this.count = 0;
    for (const index of indexes) {
      if (index.isUnique) return false;
      const change = this.nextChange();
      const had = before && writeIndexKey(change.before, before.raw, index, before.fields);
      const has = after && writeIndexKey(change.after, after.raw, index, after.fields);
      if (had === 'several' || has === 'several') return false;
      change.hasBefore = had === 'one';
      change.hasAfter = has === 'one';
      if (change.hasBefore && change.hasAfter && change.before.isSame(change.after)) this.count--;
    }
    return true;
  }

  /** Writes what was prepared.
   * @param key the document's */
  apply(key: Buffer): void {
    const { entries } = this.env;
    const size = idSize(key.length - PREFIX_BYTES);
    for (let at = 0; at < this.count; at++) {
      const { before, after, hasBefore, hasAfter } = this.changes[at] as Change;
      if (hasBefore) {
        before.raw(key, PREFIX_BYTES);
        entries.removeSync(before.view());
      }
      if (hasAfter) {
        after.raw(key, PREFIX_BYTES);
        entries.putSync(after.view(), size);
      }
    }
  }

  private nextChange(): Change {
    const at = this.count++;
    return (this.changes[at] ??= {
      before: new KeyWriter(),
      after: new KeyWriter(),
      hasBefore: false,
      hasAfter: false,
    });
  }
}

const ID_SIZES: Buffer[] = [];

/** The entry of a document in an index: that of a unique one is found by its fields alone, and holds the `_id`.
 * @param fields an index key of the document @param id its encoded `_id` */
export function entryOf({ isUnique }: Pick<Index, 'isUnique'>, fields: Buffer, id: Buffer): Entry {
  return isUnique ? { key: fields, value: id } : { key: Buffer.concat([fields, id]), value: idSize(id.length) };
}

/** What an entry of an index that isn't unique holds: how many of its key's last bytes are the document's `_id`. */
function idSize(bytes: number): Buffer {
  const known = ID_SIZES[bytes];
  if (known !== undefined) return known;
  const size = Buffer.alloc(2);
  size.writeUInt16BE(bytes);
  ID_SIZES[bytes] = size;
  return size;
}

/** The indexes that a change of some top-level fields may concern; all of them where it isn't known which. */
export function touchedIndexes(indexes: readonly Index[], touched: ReadonlySet<string> | undefined): readonly Index[] {
  if (touched === undefined) return indexes;
  return indexes.filter(({ fields }) => fields.some(({ path }) => touched.has(path.root)));
}
