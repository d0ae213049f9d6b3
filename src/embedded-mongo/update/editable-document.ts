import { type Doc, getField, isPlainObject, setField } from '../bson/bson.js';
import { documentFromElements, encodeElement } from '../bson/build.js';
import { decodeValue } from '../bson/element-value.js';
import { findField } from '../bson/raw.js';
import { MongoError } from '../errors.js';
import { renderValue } from '../storage/render-value.js';

/** What becomes of one top-level field. */
interface Patch {
  /** Where the field lies in the document as it came; undefined where it was missing. */
  readonly place: { readonly start: number; readonly end: number } | undefined;
  /** `undefined` for a field that is to go. */
  value: unknown;
}

/** Computes the new value of a field. @param old `undefined` where it is missing @returns `undefined` to remove it */
export interface Change {
  (old: unknown): unknown;
  /** Whether it has nothing to do where the way to the field leads through a value that has no fields: there it is no error. */
  readonly needsNoWay?: true;
}

/** Offset of a document's first field. */
const FIELDS_AT = 4;
const INDEX = /^(0|[1-9]\d*)$/;
const MAX_ARRAY_PADDING = 1_500_000;

/** A document being updated. Fields that aren't touched keep their bytes, so their types can't change. */
export class EditableDocument {
  private readonly patches = new Map<string, Patch>();

  constructor(private readonly raw: Buffer) {}

  /** Changes the value at a path; missing documents on the way are made, unless the change leaves nothing there.
   * @throws MongoError PathNotViable (28) where the way leads through a value that has no fields */
  change([name = '', ...rest]: readonly string[], change: Change): void {
    const patch = this.patchOf(name);
    patch.value = rest.length === 0 ? change(patch.value) : changeWithin(patch.value, { rest, parent: name }, change);
  }

  /** The document's bytes: changed fields where they were, new ones at the end, a new `_id` at the front. */
  toRaw(): Buffer {
    const { raw } = this;
    const front: Buffer[] = [];
    const back: Buffer[] = [];
    const changed: { start: number; end: number; element: Buffer | undefined }[] = [];
    for (const [name, { place, value }] of this.patches) {
      const element = value === undefined ? undefined : encodeElement(name, value);
      if (place !== undefined) changed.push({ ...place, element });
      else if (element !== undefined) (name === '_id' ? front : back).push(element);
    }
    let at = FIELDS_AT;
    for (const { start, end, element } of changed.sort((a, b) => a.start - b.start)) {
      front.push(raw.subarray(at, start));
      if (element !== undefined) front.push(element);
      at = end;
    }
    return documentFromElements([...front, raw.subarray(at, raw.length - 1), ...back]);
  }

  private patchOf(name: string): Patch {
    const known = this.patches.get(name);
    if (known !== undefined) return known;
    const found = findField(this.raw, Buffer.from(name));
    const patch: Patch = {
      place: found && { start: found.start, end: found.end },
      value: found && decodeValue(this.raw, found.type, found.value),
    };
    this.patches.set(name, patch);
    return patch;
  }
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
  if (Array.isArray(container) && isIndex(name)) return changeItem(container as unknown[], Number(name), step);
  if (isPlainObject(container)) return withField(container, name, step(getField(container, name)));
  if (change.needsNoWay === true) return container;
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

/** The change that removes a field; where there is none, it does nothing. */
export function removal(): Change {
  return passing(() => undefined);
}

/** A change that has nothing to do where the way to the field leads through a value that has no fields. */
export function passing(change: (old: unknown) => unknown): Change {
  return Object.assign(change, { needsNoWay: true as const });
}

/** Whether a part of a path is a position in an array. */
export function isIndex(name: string): boolean {
  return INDEX.test(name);
}
