import { type Doc, isPlainObject } from '../../../src/embedded-mongo/bson/bson.js';

/** A unique index, as far as upserts race over it. */
export interface UniqueIndex {
  readonly name: string;
  readonly fields: readonly string[];
}

const ID: UniqueIndex = { name: '_id_', fields: ['_id'] };

/** Knows the unique indexes that were made through the proxy, and the one on `_id` of every collection. */
export class UniqueIndexes {
  private readonly byNamespace = new Map<string, UniqueIndex[]>();

  /** Learns the unique ones from a createIndexes. */
  learn(namespace: string, { indexes }: Doc): void {
    if (!Array.isArray(indexes)) return;
    for (const index of indexes) {
      if (!isPlainObject(index) || index['unique'] !== true || !isPlainObject(index['key'])) continue;
      const found = { name: String(index['name']), fields: Object.keys(index['key']) };
      const others = this.of(namespace).filter(({ name }) => name !== found.name);
      this.byNamespace.set(namespace, [...others, found]);
    }
  }

  /** @param namespace `database.collection` */
  of(namespace: string): readonly UniqueIndex[] {
    return this.byNamespace.get(namespace) ?? [ID];
  }
}
