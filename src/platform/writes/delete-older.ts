import type { Collection, mongo } from 'mongoose';
import { HOUR_MS } from '../../lib/duration.js';
import { PASSING_WRITE } from '../durable-write.js';

/** What is old. */
export interface Older<Document> {
  /** The field that says when it was; with what the filter asks for as equal it should have an index. */
  readonly field: string & keyof mongo.Filter<Document>;
  /** Everything before it is deleted. */
  readonly cutoff: Date;
  /** What else it must be. */
  readonly filter?: mongo.Filter<Document>;
}

/** Deletes what is older than an instant, an hour at a time: after a long pause, or where less is kept than before,
 * one command for all of it would outlast what is waited for an answer, and be ended by that.
 * @returns how many documents
 * @throws what the driver throws; what is deleted by then stays deleted */
export async function deleteOlder<Document extends object>(
  collection: Collection<Document>,
  { field, cutoff, filter = {} }: Older<Document>,
): Promise<number> {
  const before = (bounds: object): mongo.Filter<Document> => ({ ...filter, [field]: bounds });
  const options = { sort: { [field]: 1 }, projection: { [field]: 1 } } as const;
  for (let deleted = 0; ;) {
    const oldest: unknown = await collection.findOne<object>(before({ $lt: cutoff }), options);
    const at = oldest === null ? null : valueAt(oldest, field);
    if (!(at instanceof Date)) return deleted;
    const end = new Date(Math.min(at.getTime() + HOUR_MS, cutoff.getTime()));
    const slice = before({ $gte: at, $lt: end });
    deleted += (await collection.deleteMany(slice, PASSING_WRITE)).deletedCount;
  }
}

function valueAt(document: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => {
    return typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined;
  }, document);
}
