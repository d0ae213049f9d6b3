import { MAX_DOCUMENT_BYTES, T } from '../bson/bson.js';
import { documentFromElements } from '../bson/build.js';
import { ElementCursor, findField } from '../bson/raw.js';
import type { Collection } from '../storage/catalogue.js';
import type { Engine } from './engine.js';

/** Where an element lies in a statement. */
interface Part {
  readonly name: Buffer;
  readonly type: number;
  /** Offset of the element. */
  readonly start: number;
  readonly value: number;
  readonly end: number;
  /** For `{$exists: ...}`: what is asked. */
  readonly isWanted?: boolean;
}

/** An update of the most frequent form: `{_id: <scalar>, <field>: <scalar or $exists> ...}` and `{$set: {<field>: ...}}`, one document,
 * no upsert, no dotted names. It is run on the raw bytes; nothing of it is decoded, planned or compiled. */
interface QuickUpdate {
  readonly statement: Buffer;
  readonly id: Part;
  readonly conditions: readonly Part[];
  readonly sets: readonly Part[];
}

/** What a quick update did. */
export interface QuickOutcome {
  readonly matched: number;
  readonly modified: number;
}

const NOTHING: QuickOutcome = { matched: 0, modified: 0 };
const [DOLLAR, DOT] = [0x24, 0x2e];
const [ID, EXISTS, SET] = ['_id', '$exists', '$set'].map((name) => Buffer.from(name)) as [Buffer, Buffer, Buffer];
const [Q, U, MULTI, UPSERT] = ['q', 'u', 'multi', 'upsert'].map((name) => Buffer.from(name)) as [
  Buffer,
  Buffer,
  Buffer,
  Buffer,
];

/** Types of which two values are equal exactly if their bytes are, and that no other type is equal to. */
const BYTEWISE: ReadonlySet<number> = new Set([T.string, T.objectId, T.bool, T.date]);

/** Runs a statement of an `update` the short way.
 * @returns undefined where it isn't of the form, or meets a value that takes more thought: nothing was done then */
export function quickUpdate(engine: Engine, collection: Collection, statement: Buffer): QuickOutcome | undefined {
  const update = parse(statement);
  if (update === undefined) return undefined;
  const key = engine.store.keyOfId(collection, statement, update.id);
  const before = engine.store.get(key);
  if (before === undefined) return NOTHING;
  const matches = doMatch(before, update);
  if (matches !== true) return matches === undefined ? undefined : NOTHING;
  const after = withFields(before, update);
  if (after.length > MAX_DOCUMENT_BYTES) return undefined;
  if (after.equals(before)) return { matched: 1, modified: 0 };
  const touched = new Set(update.sets.map(({ name }) => name.toString()));
  engine.store.replace(collection, key, { before, after, touched });
  return { matched: 1, modified: 1 };
}

function parse(statement: Buffer): QuickUpdate | undefined {
  let [query, change]: [number, number] = [0, 0];
  const cursor = new ElementCursor(statement);
  while (cursor.next()) {
    if (cursor.isNamed(Q) && cursor.type === T.document) query = cursor.value;
    else if (cursor.isNamed(U) && cursor.type === T.document) change = cursor.value;
    else if (!isFalse(statement, cursor)) return undefined;
  }
  if (query === 0 || change === 0) return undefined;
  const sets = setsOf(statement, change);
  const conditions = sets && conditionsOf(statement, query);
  const id = conditions?.find(({ name }) => name.equals(ID));
  if (sets === undefined || conditions === undefined || id === undefined || !BYTEWISE.has(id.type)) return undefined;
  return { statement, id, sets, conditions: conditions.filter((part) => part !== id) };
}

function isFalse(statement: Buffer, cursor: ElementCursor): boolean {
  const isKnown = cursor.isNamed(MULTI) || cursor.isNamed(UPSERT);
  return isKnown && cursor.type === T.bool && statement[cursor.value] === 0;
}

function conditionsOf(statement: Buffer, at: number): Part[] | undefined {
  const found: Part[] = [];
  const cursor = new ElementCursor(statement, at);
  while (cursor.next()) {
    const part = partOf(statement, cursor);
    if (part === undefined) return undefined;
    if (BYTEWISE.has(part.type)) found.push(part);
    else {
      const isWanted = part.type === T.document ? existenceIn(statement, part.value) : undefined;
      if (isWanted === undefined) return undefined;
      found.push({ ...part, isWanted });
    }
  }
  return found;
}

/** What `{$exists: true}` or `{$exists: false}` asks; undefined for any other document. */
function existenceIn(statement: Buffer, at: number): boolean | undefined {
  const cursor = new ElementCursor(statement, at);
  if (!cursor.next() || !cursor.isNamed(EXISTS) || cursor.type !== T.bool) return undefined;
  const isWanted = statement[cursor.value] === 1;
  return cursor.next() ? undefined : isWanted;
}

function setsOf(statement: Buffer, at: number): Part[] | undefined {
  const operators = new ElementCursor(statement, at);
  if (!operators.next() || !operators.isNamed(SET) || operators.type !== T.document) return undefined;
  const fields = new ElementCursor(statement, operators.value);
  if (operators.next()) return undefined;
  const found: Part[] = [];
  while (fields.next()) {
    const part = partOf(statement, fields);
    if (part === undefined || part.type === T.undefined || part.name.equals(ID)) return undefined;
    if (found.some(({ name }) => name.equals(part.name))) return undefined;
    found.push(part);
  }
  return found.length === 0 ? undefined : found;
}

/** The current element; undefined where its name is a path, an operator or empty. */
function partOf(statement: Buffer, { type, start, nameEnd, value, end }: ElementCursor): Part | undefined {
  const name = statement.subarray(start + 1, nameEnd);
  if (name.length === 0 || name[0] === DOLLAR || name.includes(DOT)) return undefined;
  return { name, type, start, value, end };
}

/** Whether a document meets the conditions; undefined where bytes alone don't tell. */
function doMatch(raw: Buffer, { statement, conditions }: QuickUpdate): boolean | undefined {
  for (const condition of conditions) {
    const found = findField(raw, condition.name);
    if (condition.isWanted !== undefined) {
      if ((found !== undefined) !== condition.isWanted) return false;
    } else if (found === undefined) return false;
    else if (found.type !== condition.type)
      return found.type === T.array || found.type === T.symbol ? undefined : false;
    else if (!hasSameBytes(raw, found, statement, condition)) return false;
  }
  return true;
}

function hasSameBytes(raw: Buffer, found: ElementCursor, statement: Buffer, { value, end }: Part): boolean {
  if (found.end - found.value !== end - value) return false;
  for (let at = value; at < end; at++) if (statement[at] !== raw[found.value + at - value]) return false;
  return true;
}

/** The document with the fields set: those it has in their places, the others at its end. */
function withFields(raw: Buffer, { statement, sets }: QuickUpdate): Buffer {
  const places = sets.map((part) => ({ part, place: findField(raw, part.name) }));
  const inPlace = places.flatMap(({ part, place }) => (place === undefined ? [] : [{ part, place }]));
  if (inPlace.length === 0) return appended(raw, statement, sets);
  const [front, back]: [Buffer[], Buffer[]] = [[], []];
  let at = 4;
  for (const { part, place } of inPlace.sort((one, other) => one.place.start - other.place.start)) {
    front.push(raw.subarray(at, place.start), statement.subarray(part.start, part.end));
    at = place.end;
  }
  for (const { part, place } of places) if (place === undefined) back.push(statement.subarray(part.start, part.end));
  return documentFromElements([...front, raw.subarray(at, raw.length - 1), ...back]);
}

/** All fields are new: they lie side by side in the statement. */
function appended(raw: Buffer, statement: Buffer, sets: readonly Part[]): Buffer {
  const [from, to] = [sets[0]?.start ?? 0, sets.at(-1)?.end ?? 0];
  const doc = Buffer.allocUnsafe(raw.length + to - from);
  raw.copy(doc, 0, 0, raw.length - 1);
  statement.copy(doc, raw.length - 1, from, to);
  doc.writeInt32LE(doc.length, 0);
  doc[doc.length - 1] = 0;
  return doc;
}
