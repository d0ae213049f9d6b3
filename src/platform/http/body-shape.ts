import type { Type } from '@nestjs/common';
import type { AppConfig } from '../config/app-config.js';
import { type Field, fieldsOf } from './instantiate.js';
import { type Limits, type StandIns, standInsFor } from './stand-ins.js';

/** What of a large body is built, and how much of it at most. */
export interface BodyShape extends Limits {
  /** The fields that are read; of a list of objects with those of its items, else null. Null: every key, whatever it
   * holds. */
  readonly fields: ReadonlyMap<string, ReadonlySet<string> | null> | null;
  /** Longest list that is taken; one item more is built, so that validation can tell. */
  readonly maxItems: number;
  readonly standIns: StandIns;
}

/** As many as take some milliseconds to build, and many more than an event may have. */
const MAX_VALUES = 20_000;
const VALUES_PER_INPUT_KEY = 4;
/** A text of this length takes some milliseconds, too. */
const MAX_BYTES = 4_194_304;
/** A character of one byte takes six where it is escaped. */
const BYTES_PER_EVENT_BYTE = 6;

/** @returns what does not depend on the route: how much is built */
export function bodyLimitsOf(
  config: Pick<AppConfig, 'maxBatchEvents' | 'maxInputKeys' | 'maxInputDepth' | 'maxEventBytes'>,
): Omit<BodyShape, 'fields'> {
  const limits: Limits = {
    maxValues: Math.max(MAX_VALUES, VALUES_PER_INPUT_KEY * config.maxInputKeys),
    maxBytes: Math.max(MAX_BYTES, BYTES_PER_EVENT_BYTE * config.maxEventBytes),
    maxLevels: config.maxInputDepth,
  };
  return { ...limits, maxItems: config.maxBatchEvents, standIns: standInsFor(limits) };
}

/** @param type the class of a route's body; null where it has none
 * @returns which fields are built of it */
export function bodyFieldsOf(type: Type<object> | null): BodyShape['fields'] {
  return type === null ? null : new Map(fieldsOf(type.prototype).map((field) => [field.name, itemFields(field)]));
}

function itemFields({ items }: Field): ReadonlySet<string> | null {
  return items === undefined ? null : new Set(fieldsOf(items().prototype).map(({ name }) => name));
}

/** @returns whether something costs more to build than anything that is taken */
export function isCostly({ from, to }: { from: number; to: number }, values: number, limits: Limits): boolean {
  return values > limits.maxValues || to - from > limits.maxBytes;
}
