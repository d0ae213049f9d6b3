import { type Doc, encode, MAX_DOCUMENT_BYTES, ObjectId, T } from '../bson/bson.js';
import { element, encodeElement, withIdFirst } from '../bson/build.js';
import { findField } from '../bson/raw.js';
import { MongoError } from '../errors.js';
import { checkedForInsert } from '../storage/new-document.js';
import { compileStages } from '../aggregate/stages.js';
import { type Change, EditableDocument } from './editable-document.js';
import { changeOf } from './operators.js';
import { checkConflicts, dollarPrefixed, type FieldUpdate, isPositional, type Update } from './parse-update.js';
import { expandPath, parseArrayFilters, type Positions } from './positional.js';
import { renaming } from './rename.js';
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

/** What an update refers to beside the documents it meets. */
export interface UpdateContext {
  /** The filter that finds the documents. */
  readonly filter: Doc;
  readonly arrayFilters?: unknown;
  /** The time, milliseconds since 1970. */
  readonly nowMs: number;
}

/** Prepares an update once for all the documents it meets.
 * @throws MongoError for operands that no document fits */
export function prepareUpdate(update: Update, context: UpdateContext): Updater {
  if (update.kind === 'fields') return fieldsUpdater(update.updates, context);
  if (Array.isArray(context.arrayFilters) && context.arrayFilters.length > 0) {
    throw new MongoError(9, 'arrayFilters may only be given for an update by operators');
  }
  const run = update.kind === 'pipeline' ? compileStages(update.stages) : undefined;
  const madeOf = (raw: Buffer): Buffer => (update.kind === 'replacement' ? update.raw : firstOf(run?.([raw]) ?? []));
  return {
    update: (raw) => replace(raw, madeOf(raw)),
    insert: (filter) => seedReplacement(madeOf(encode(equalitiesOf(filter))), filter),
    touched: undefined,
  };
}

function firstOf(docs: Iterable<Buffer>): Buffer {
  for (const raw of docs) return raw;
  throw new MongoError(1, 'The stages of an update made no document');
}

interface PreparedField extends FieldUpdate {
  readonly isPositional: boolean;
  readonly change: Change;
  /** Whether it has anything to do with a document; left out where it always has. */
  readonly concerns?: (raw: Buffer) => boolean;
}

function fieldsUpdater(updates: readonly FieldUpdate[], context: UpdateContext): Updater {
  const texts = updates.map(({ text }) => text);
  const positions = { filter: context.filter, arrayFilters: parseArrayFilters(context.arrayFilters, texts) };
  const fields = updates.flatMap((field): PreparedField[] => {
    if (field.operator === '$rename') return renaming(field);
    return [{ ...field, change: changeOf(field, context.nowMs), isPositional: field.parts.some(isPositional) }];
  });
  const onUpdate = fields.filter(({ operator }) => operator !== '$setOnInsert');
  const touched = new Set(fields.map(({ parts }) => parts[0] ?? ''));
  const touchesId = touched.has('_id');
  const dollar = onUpdate.find(({ operator, text }) => text.startsWith('$') && operator !== '$unset')?.text;
  return {
    touched,
    update: (raw) => {
      if (dollar !== undefined) throw dollarPrefixed(dollar);
      const after = applied(raw, onUpdate, positions);
      if (touchesId) checkSameId(raw, after);
      return after;
    },
    insert: (filter) => {
      const seed = encode(equalitiesOf(filter));
      const made = applied(seed, fields, positions);
      if (touchesId && findField(seed, ID) !== undefined) checkSameId(seed, made);
      return checkedForInsert(made);
    },
  };
}

function applied(raw: Buffer, fields: readonly PreparedField[], positions: Positions): Buffer {
  const editable = new EditableDocument(raw);
  const concrete: string[] = [];
  for (const field of fields) {
    if (field.concerns?.(raw) === false) continue;
    const paths = field.isPositional ? expandPath(raw, field.parts, positions) : [field.parts];
    for (const path of paths) editable.change(path, field.change);
    concrete.push(...paths.map((path) => path.join('.')));
  }
  if (fields.some(({ isPositional }) => isPositional)) checkConflicts(concrete);
  return checkedSize(editable.toRaw());
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
