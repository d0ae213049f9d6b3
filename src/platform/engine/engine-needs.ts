import type { mongo } from 'mongoose';
import { upserting } from '../writes/upserting.js';

/** Something that an engine must be able to do. */
export interface EngineNeed {
  /** As an operator would look it up. */
  readonly name: string;
  /** Tries it on a collection that holds one document.
   * @throws what the engine says */
  readonly attempt: (probe: mongo.Collection<Probe>) => Promise<unknown>;
}

/** The one document. */
export interface Probe {
  readonly _id: string;
  readonly at: Date;
  readonly n: number;
  readonly text: string;
}

/** Its id. */
export const PROBE_ID = 'engine';

/** Nothing is to expire. */
const NEVER_SECONDS = 2_147_483_647;

const MILLISECONDS = { $toLong: '$at' };

/** Expressions of roll-ups and of signals, by what they are made of. */
const EXPRESSIONS: readonly { readonly name: string; readonly of: object }[] = [
  { name: '$toLong, $mod and $subtract of dates', of: { $subtract: [MILLISECONDS, { $mod: [MILLISECONDS, 10_000] }] } },
  { name: '$floor, $divide, $ln and $max', of: { $floor: { $divide: [{ $ln: { $max: ['$n', 0.5] } }, 0.02] } } },
  { name: '$strLenCP and $ifNull', of: { $strLenCP: { $ifNull: ['$text', ''] } } },
];

/** What the stores of every room ask of their database beside inserts and plain reads. An engine that lacks one of
 * these would take events and never show them. Whoever uses something new in a query adds it here. */
export const ENGINE_NEEDS: readonly EngineNeed[] = [
  {
    name: 'findAndModify with upsert, $max, $inc, $setOnInsert and $push with $slice',
    attempt: async (probe) => {
      const $push = { list: { $each: [1], $slice: -1 } };
      const fresh = { $setOnInsert: { at: new Date(), n: 7, text: 'text' }, $max: { top: 1 }, $inc: { v: 1 }, $push };
      return upserting((options) =>
        probe.findOneAndUpdate({ _id: PROBE_ID }, fresh, { ...options, returnDocument: 'before' }),
      );
    },
  },
  {
    name: 'indexes with expireAfterSeconds (TTL)',
    attempt: async (probe) => probe.createIndex({ at: 1 }, { expireAfterSeconds: NEVER_SECONDS }),
  },
  { name: 'sparse indexes', attempt: async (probe) => probe.createIndex({ gone: 1 }, { sparse: true }) },
  { name: 'hint in find', attempt: async (probe) => probe.find({}, { hint: { at: 1 }, limit: 1 }).toArray() },
  { name: 'maxTimeMS', attempt: async (probe) => probe.find({}, { maxTimeMS: 10_000, limit: 1 }).toArray() },
  ...EXPRESSIONS.map(({ name, of }) => ({
    name: `${name} in $group`,
    attempt: async (probe: mongo.Collection<Probe>) => grouped(probe, { _id: { value: of }, count: { $sum: 1 } }),
  })),
  {
    name: '$last after $sort in $group',
    attempt: async (probe) => grouped(probe, { _id: '$text', last: { $last: '$n' }, sum: { $sum: '$n' } }),
  },
];

async function grouped(probe: mongo.Collection<Probe>, $group: object): Promise<unknown> {
  return probe.aggregate([{ $match: { _id: PROBE_ID } }, { $sort: { at: 1 } }, { $group }]).toArray();
}
