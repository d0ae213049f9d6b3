import { type Doc, T } from '../bson/bson.js';
import { type FieldPath, fieldPath, type PathVisitor, visitPath } from '../bson/path.js';
import { int32At } from '../bson/raw.js';
import { MongoError, unsupported } from '../errors.js';
import { KeyWriter } from '../keys/key-writer.js';
import { TAG, writeRawValue } from '../keys/value-key.js';

/** One field of a sort. */
export interface SortField {
  readonly path: FieldPath;
  readonly direction: 1 | -1;
}

/** Most bytes that a sort in memory may hold, as in MongoDB. */
const MAX_SORT_BYTES = 100 * 1024 * 1024;
const EMPTY_ARRAY_BYTES = 5;

/** Parses a sort document. @throws MongoError BadValue for a direction other than 1 and -1 */
export function parseSort(sort: Doc): SortField[] {
  return Object.entries(sort).map(([name, value]) => {
    if (typeof value === 'object' && value !== null && '$meta' in value) throw unsupported('Sorting by $meta');
    const direction = Number(value);
    if (direction !== 1 && direction !== -1) {
      throw new MongoError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    }
    return { path: fieldPath(name), direction };
  });
}

interface Keyed {
  readonly key: Buffer;
  readonly raw: Buffer;
}

/** Sorts documents in BSON's order; documents that compare equal keep their order.
 * @param limit how many are wanted; only about twice as many are held at a time
 * @throws MongoError where more than 100 MB would have to be held */
export function sortDocuments(docs: Iterable<Buffer>, sort: readonly SortField[], limit = Infinity): Buffer[] {
  const sorter = new SortKey(sort);
  const byKey = (a: Keyed, b: Keyed): number => a.key.compare(b.key);
  let held: Keyed[] = [];
  let bytes = 0;
  for (const raw of docs) {
    const key = sorter.of(raw);
    held.push({ key, raw });
    bytes += key.length + raw.length;
    if (held.length >= limit * 2 + 16) {
      held = held.sort(byKey).slice(0, limit);
      bytes = held.reduce((sum, item) => sum + item.key.length + item.raw.length, 0);
    }
    if (bytes > MAX_SORT_BYTES) {
      throw new MongoError(292, `Sort exceeded memory limit of ${MAX_SORT_BYTES} bytes: add an index for this order`);
    }
  }
  return held
    .sort(byKey)
    .slice(0, limit)
    .map(({ raw }) => raw);
}

/** Encodes what a document is sorted by: of an array the smallest element ascending, the largest descending. */
class SortKey implements PathVisitor {
  private readonly writer = new KeyWriter();
  private readonly candidate = new KeyWriter();
  private raw: Buffer = Buffer.alloc(0);
  private direction: 1 | -1 = 1;
  private best: Buffer | undefined;

  constructor(private readonly sort: readonly SortField[]) {}

  of(raw: Buffer): Buffer {
    this.raw = raw;
    this.writer.reset();
    for (const { path, direction } of this.sort) {
      this.direction = direction;
      this.best = undefined;
      visitPath(raw, 0, path, this);
      if (this.best !== undefined) this.writer.raw(this.best);
    }
    return this.writer.copy();
  }

  value(type: number, at: number, isElement: boolean): void {
    const { candidate, raw } = this;
    candidate.reset();
    if (type === 0) candidate.byte(TAG.null);
    else if (type === T.array && !isElement) {
      if (int32At(raw, at) !== EMPTY_ARRAY_BYTES) return;
      candidate.byte(TAG.emptyArray);
    } else writeRawValue(candidate, raw, type, at);
    if (this.direction === -1) candidate.invertFrom(0);
    const key = candidate.copy();
    if (this.best === undefined || key.compare(this.best) < 0) this.best = key;
  }
}
