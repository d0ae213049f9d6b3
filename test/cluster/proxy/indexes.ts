import { type Doc, isPlainObject, numberOf } from '../../../src/embedded-mongo/bson/bson.js';

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

/** @param body of a createIndexes
 * @param factor by which documents live longer than it says, so that tests on a fixed day in the past find them
 * @returns the body with that in place */
export function withLongerTtl(body: Doc, factor: number): Doc {
  const { indexes } = body;
  if (factor === 1 || !Array.isArray(indexes)) return body;
  const longer = indexes.map((index: Doc) => {
    const seconds = numberOf(index['expireAfterSeconds']);
    return Number.isNaN(seconds) ? index : { ...index, expireAfterSeconds: seconds * factor };
  });
  return { ...body, indexes: longer };
}
