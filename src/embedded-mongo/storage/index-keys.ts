import type { FieldPath, PathVisitor } from '../bson/path.js';
import { resolvePath, visitPath } from '../bson/path.js';
import { T } from '../bson/bson.js';
import { int32At } from '../bson/raw.js';
import { unsupported } from '../errors.js';
import { KeyWriter, MAX_FIELDS_KEY_BYTES } from '../keys/key-writer.js';
import { TAG, writeRawValue } from '../keys/value-key.js';
import type { Index } from './catalogue.js';
import { FieldTable } from './field-table.js';

/** What a document puts into an index. */
export interface IndexKeys {
  /** Index number + encoded fields, without `_id`. */
  readonly keys: readonly Buffer[];
  readonly isMultikey: boolean;
}

const EMPTY_ARRAY_BYTES = 5;
const NONE: IndexKeys = { keys: [], isMultikey: false };

/** How many keys a document has in an index: none in a sparse one without its fields, several where there is an array on the way. */
export type KeyCount = 'none' | 'one' | 'several';

/** Writes a document's key in an index, its number first, where there is but one.
 * @param fields of the document, the roots of the index' paths among them
 * @throws MongoError for a key over 3,000 bytes */
export function writeIndexKey(writer: KeyWriter, raw: Buffer, index: Index, fields: FieldTable): KeyCount {
  writer.reset().uint32(index.id);
  let present = 0;
  for (const { path, direction } of index.fields) {
    const root = fields.find(path.root);
    const found = root === undefined || path.parts.length === 1 ? root : resolvePath(raw, path);
    if (found === 'array' || found?.type === T.array) return 'several';
    const start = writer.length;
    if (found === undefined) writer.byte(TAG.null);
    else {
      present++;
      writeRawValue(writer, raw, found.type, found.value);
    }
    if (direction === -1) writer.invertFrom(start);
  }
  if (index.isSparse && present === 0) return 'none';
  writer.checkLength(MAX_FIELDS_KEY_BYTES);
  return 'one';
}

/** Computes a document's keys in an index; only the indexed fields are read.
 * @param writer scratch space
 * @throws MongoError for a key over 3,000 bytes, or two arrays in one compound index */
export function indexKeysOf(
  raw: Buffer,
  index: Index,
  writer: KeyWriter,
  fields = rootsOf([index]).read(raw),
): IndexKeys {
  const count = writeIndexKey(writer, raw, index, fields);
  if (count === 'several') return multikeys(raw, index, writer);
  return count === 'none' ? NONE : { keys: [writer.copy()], isMultikey: false };
}

/** A table for the top-level fields that some indexes are made of. */
export function rootsOf(indexes: readonly Index[], ...others: readonly string[]): FieldTable {
  return new FieldTable([...others, ...indexes.flatMap(({ fields }) => fields.map(({ path }) => path.root))]);
}

/** The slow way: every combination of the values that the paths lead to. */
function multikeys(raw: Buffer, index: Index, writer: KeyWriter): IndexKeys {
  const perField = index.fields.map(({ path, direction }) => {
    const values = new ComponentValues(raw, direction, path);
    return { components: values.components(), isPresent: values.isPresent };
  });
  if (perField.filter(({ components }) => components.length > 1).length > 1) {
    throw unsupported(`An index (${index.name}) over two arrays of one document`);
  }
  if (index.isSparse && !perField.some(({ isPresent }) => isPresent)) return NONE;
  writer.reset().uint32(index.id);
  let keys: Buffer[] = [writer.copy()];
  for (const { components } of perField) {
    keys = keys.flatMap((key) => components.map((component) => Buffer.concat([key, component])));
  }
  const checked = keys.map((key) => {
    writer.reset().raw(key);
    return writer.copyKey(MAX_FIELDS_KEY_BYTES);
  });
  return { keys: checked, isMultikey: true };
}

/** Collects the distinct encoded values of one indexed path. */
class ComponentValues implements PathVisitor {
  isPresent = false;
  private readonly found = new Map<string, Buffer>();
  private readonly writer = new KeyWriter();

  constructor(
    private readonly raw: Buffer,
    private readonly direction: 1 | -1,
    path: FieldPath,
  ) {
    visitPath(raw, 0, path, this);
  }

  value(type: number, at: number, isElement: boolean): void {
    if (type !== 0) this.isPresent = true;
    if (type === T.array && !isElement) {
      if (int32At(this.raw, at) === EMPTY_ARRAY_BYTES) this.add((writer) => writer.byte(TAG.emptyArray));
      return;
    }
    this.add((writer) => (type === 0 ? writer.byte(TAG.null) : writeRawValue(writer, this.raw, type, at)));
  }

  components(): Buffer[] {
    return [...this.found.values()];
  }

  private add(write: (writer: KeyWriter) => void): void {
    write(this.writer.reset());
    if (this.direction === -1) this.writer.invertFrom(0);
    const component = this.writer.copy();
    this.found.set(component.toString('latin1'), component);
  }
}
