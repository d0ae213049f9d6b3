import { type Doc, getField, isPlainObject, setField, T } from '../bson/bson.js';
import { documentFromElements, encodeElement } from '../bson/build.js';
import { decodeValue } from '../bson/element-value.js';
import { ElementCursor } from '../bson/raw.js';
import { MongoError } from '../errors.js';
import { renderValue } from '../storage/render-value.js';

interface Field {
  name: string;
  /** The element as it came; undefined once the value was decoded to be changed. */
  raw: Buffer | undefined;
  value: unknown;
}

/** Computes the new value of a field. @param old `undefined` where it is missing @returns `undefined` to remove it */
export type Change = (old: unknown) => unknown;

const INDEX = /^(0|[1-9]\d*)$/;
const MAX_ARRAY_PADDING = 1_500_000;

/** A document being updated. Fields that aren't touched keep their bytes, so their types can't change. */
export class EditableDocument {
  private readonly fields: Field[] = [];

  constructor(raw: Buffer) {
    const cursor = new ElementCursor(raw);
    while (cursor.next()) {
      this.fields.push({ name: cursor.name(), raw: raw.subarray(cursor.start, cursor.end), value: undefined });
    }
  }

  /** Changes the value at a path; missing documents on the way are made, unless the change leaves nothing there.
   * @throws MongoError PathNotViable (28) where the way leads through a value that has no fields */
  change([name, ...rest]: readonly string[], change: Change): void {
    const at = this.fields.findIndex((field) => field.name === name);
    const field = this.fields[at];
    const old = field === undefined ? undefined : decodedValue(field);
    const value = rest.length === 0 ? change(old) : changeWithin(old, { rest, parent: name ?? '' }, change);
    if (value === undefined) {
      if (field !== undefined) this.fields.splice(at, 1);
    } else if (field === undefined) this.fields.push({ name: name ?? '', raw: undefined, value });
    else Object.assign(field, { raw: undefined, value });
  }

  /** The document's bytes, `_id` first. */
  toRaw(): Buffer {
    const id = this.fields.findIndex(({ name }) => name === '_id');
    if (id > 0) this.fields.unshift(...this.fields.splice(id, 1));
    return documentFromElements(this.fields.map(({ name, raw, value }) => raw ?? encodeElement(name, value)));
  }
}

function decodedValue({ name, raw, value }: Field): unknown {
  if (raw === undefined) return value;
  return decodeValue(raw, raw[0] ?? T.null, Buffer.byteLength(name) + 2);
}

interface Step {
  readonly rest: readonly string[];
  /** Name of the field that is entered, for messages. */
  readonly parent: string;
}

function changeWithin(container: unknown, { rest, parent }: Step, change: Change): unknown {
  const [name = '', ...deeper] = rest;
  const step = (old: unknown): unknown =>
    deeper.length === 0 ? change(old) : changeWithin(old, { rest: deeper, parent: name }, change);
  if (container === undefined) {
    const value = step(undefined);
    return value === undefined ? undefined : withField({}, name, value);
  }
  if (Array.isArray(container) && INDEX.test(name)) return changeItem(container as unknown[], Number(name), step);
  if (isPlainObject(container)) return withField(container, name, step(getField(container, name)));
  if (isAbsence(change)) return container;
  throw new MongoError(28, `Cannot create field '${name}' in element {${parent}: ${renderValue(container)}}`);
}

function withField(target: Doc, name: string, value: unknown): Doc {
  if (value === undefined) delete target[name];
  else setField(target, name, value);
  return target;
}

function changeItem(items: unknown[], at: number, step: Change): unknown[] {
  const value = step(items[at]);
  if (value === undefined) {
    if (at < items.length) items[at] = null;
    return items;
  }
  if (at - items.length > MAX_ARRAY_PADDING)
    throw new MongoError(2, `can't backfill more than ${MAX_ARRAY_PADDING} elements`);
  while (items.length < at) items.push(null);
  items[at] = value;
  return items;
}

const REMOVE: Change = () => undefined;

/** The change that removes a field; where there is none, it does nothing instead of failing. */
export function removal(): Change {
  return REMOVE;
}

function isAbsence(change: Change): boolean {
  return change === REMOVE;
}
