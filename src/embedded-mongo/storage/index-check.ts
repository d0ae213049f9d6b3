import { crc32 } from 'node:zlib';
import { KeyWriter } from '../keys/key-writer.js';
import { writeRawValue } from '../keys/value-key.js';
import { findField } from '../bson/raw.js';
import { collectionOf, type Collection, type Index } from './catalogue.js';
import { entryOf } from './entry-writer.js';
import { indexKeysOf } from './index-keys.js';
import { Fault } from './lmdb-file.js';

const ID = Buffer.from('_id');
const PREFIX_BYTES = 4;

/** What an index holds, whatever the order: how many entries, and a sum over them that two different sets won't share. */
interface Sum {
  count: number;
  one: number;
  other: number;
}

/** Holds indexes against documents with memory that doesn't grow with them: what the documents would enter is added up, and what is
 * entered is taken off again. */
export class IndexCheck {
  private readonly collections = new Map<number, Collection>();
  private readonly sums = new Map<number, { readonly name: string; readonly sum: Sum }>();
  private readonly writer = new KeyWriter();

  /** @param catalogue its entries */
  constructor(catalogue: readonly { readonly key: Buffer; readonly value: Buffer }[]) {
    for (const entry of catalogue) {
      const collection = collectionOf(entry);
      if (collection === undefined) continue;
      this.collections.set(collection.id, collection);
      for (const { id, name } of collection.indexes)
        this.sums.set(id, { name: `${collection.name}.${name}`, sum: { count: 0, one: 0, other: 0 } });
    }
  }

  /** @param key of a document @throws Fault where it isn't that of its `_id` */
  document(key: Buffer, raw: Buffer): void {
    const collection = this.collections.get(key.readUInt32BE(0));
    // What was dropped is deleted later.
    if (collection === undefined) return;
    const id = findField(raw, ID);
    if (id === undefined) throw new Fault('a document has no _id');
    this.writer.reset().uint32(collection.id);
    writeRawValue(this.writer, raw, id.type, id.value);
    if (!this.writer.copy().equals(key)) throw new Fault('a document is where nobody would look for it');
    for (const index of collection.indexes) this.expect(index, key.subarray(PREFIX_BYTES), raw);
  }

  /** An entry of any index. */
  entry({ key, value }: { readonly key: Buffer; readonly value: Buffer }): void {
    const found = key.length < PREFIX_BYTES ? undefined : this.sums.get(key.readUInt32BE(0));
    if (found !== undefined) add(found.sum, key, value, -1);
  }

  /** To be called after the last document and the last entry. @throws Fault where an index says something else than its documents */
  finish(): void {
    for (const { name, sum } of this.sums.values()) {
      if (sum.count !== 0)
        throw new Fault(`the index ${name} has ${Math.abs(sum.count)} entries too ${sum.count > 0 ? 'few' : 'many'}`);
      if (sum.one !== 0 || sum.other !== 0) throw new Fault(`the index ${name} says something else than its documents`);
    }
  }

  private expect(index: Index, id: Buffer, raw: Buffer): void {
    const found = this.sums.get(index.id);
    if (found === undefined) return;
    for (const fields of indexKeysOf(raw, index, this.writer).keys) {
      const { key, value } = entryOf(index, fields, id);
      add(found.sum, key, value, 1);
    }
  }
}

function add(sum: Sum, key: Buffer, value: Buffer, sign: 1 | -1): void {
  const one = crc32(value, crc32(key));
  // A second sum over the same bytes must not follow from the first: another start, and another order.
  const other = crc32(key, crc32(value, 0x9e3779b9));
  sum.count += sign;
  sum.one = (sum.one + sign * Math.imul(one ^ (one >>> 15), 0x85ebca6b)) | 0;
  sum.other = (sum.other + sign * Math.imul(other ^ (other >>> 13), 0xc2b2ae35)) | 0;
}
