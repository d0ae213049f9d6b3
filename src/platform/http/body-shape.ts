import type { Type } from '@nestjs/common';
import { TOO_MANY_BYTES, TOO_MANY_VALUES, type Unbuilt } from './unbuilt.js';
import { fieldsOf } from './instantiate.js';

/** What of a large body is built, and how much of it at most. */
export interface BodyShape {
  /** The fields that are read, and whether each is a list of objects; null: every key, whatever it holds. */
  readonly fields: ReadonlyMap<string, { readonly isList: boolean }> | null;
  /** Longest list that is taken; one item more is built, so that validation can tell. */
  readonly maxItems: number;
  /** Values and keys of one item, or of a field that is no list. */
  readonly maxValues: number;
  /** Bytes of one item, or of a field that is no list. */
  readonly maxBytes: number;
}

/** As many as take some milliseconds to build. What is ignored in an event counts as well, so this is much more than an event
 * may have. */
const MAX_VALUES = 20_000;
const VALUES_PER_INPUT_KEY = 4;
/** A long text is refused by its name; a text of this length still takes some milliseconds. */
const MAX_BYTES = 4_194_304;
/** A character of one byte takes six where it is escaped. */
const BYTES_PER_EVENT_BYTE = 6;

/** @param type the class of a route's body; null where it has none
 * @returns what is built of it */
export function bodyShapeOf(
  type: Type<object> | null,
  limits: { readonly maxBatchEvents: number; readonly maxInputKeys: number; readonly maxEventBytes: number },
): BodyShape {
  const fields =
    type === null
      ? null
      : new Map(fieldsOf(type.prototype).map(({ name, items }) => [name, { isList: items !== undefined }]));
  return {
    fields,
    maxItems: limits.maxBatchEvents,
    maxValues: Math.max(MAX_VALUES, VALUES_PER_INPUT_KEY * limits.maxInputKeys),
    maxBytes: Math.max(MAX_BYTES, BYTES_PER_EVENT_BYTE * limits.maxEventBytes),
  };
}

/** @returns why something is not built; null where it is */
export function whyNotBuilt(bytes: number, values: number, { maxValues, maxBytes }: BodyShape): Unbuilt | null {
  if (values > maxValues) return TOO_MANY_VALUES;
  return bytes > maxBytes ? TOO_MANY_BYTES : null;
}
