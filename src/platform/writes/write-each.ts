import mongoose, { type Collection, type mongo } from 'mongoose';
import { DURABLE_WRITE } from '../durable-write.js';
import { isWriteConflict, refusedCodes } from '../errors/database-faults.js';
import { DUPLICATE_KEY } from '../errors/duplicate-key.js';
import { WRITE_TRIES } from './upserting.js';

/** What is written by id. */
export interface Identified {
  readonly _id: string;
}

/** An update of one document. */
export interface OneWrite<Document extends Identified> {
  /** Names the document by its id, and may ask for more. */
  readonly filter: mongo.Filter<Document> & Identified;
  readonly update: mongo.UpdateFilter<Document>;
  /** Whether the document is made where there is none. */
  readonly isUpsert?: boolean;
}

/** What came of updates. */
export interface WriteOutcome {
  /** How many found their document. */
  readonly matched: number;
  /** Which of them made a document, by their place in the list. */
  readonly upserted: ReadonlySet<number>;
}

type Placed<Document extends Identified> = OneWrite<Document> & { readonly place: number };

/** How a write is acknowledged. */
interface Acknowledgement {
  readonly writeConcern: { readonly w: 'majority' | number; readonly journal?: boolean };
}

/** Updates many documents with one command, in the order of their ids whatever the order of the list: engines that
 * run a command as one transaction lock each document until its end, and two commands that take the same ones in
 * different orders wait for each other. Those that were refused because somebody else made or changed the document
 * in that moment, and no others, are tried again.
 * @throws what the driver throws, where something else is refused, or these are for the third time */
export async function writeEach<Document extends Identified>(
  collection: Collection<Document>,
  writes: readonly OneWrite<Document>[],
  acknowledgement: Acknowledgement = DURABLE_WRITE,
): Promise<WriteOutcome> {
  const done = { matched: 0, upserted: new Set<number>() };
  let due: readonly Placed<Document>[] = writes
    .map((write, place) => ({ ...write, place }))
    .sort((one, other) => byId(one.filter, other.filter));
  for (let tries = 1; due.length > 0; tries++) {
    const sent = due;
    try {
      note(done, sent, await collection.bulkWrite(sent.map(operationOf), { ordered: false, ...acknowledgement }));
      due = [];
    } catch (error) {
      due = tries >= WRITE_TRIES ? [] : refusedOf(error, sent);
      if (due.length === 0 || !(error instanceof mongoose.mongo.MongoBulkWriteError)) throw error;
      note(done, sent, error.result);
    }
  }
  return done;
}

/** Orders what has an id by it. */
export function byId(one: Identified, other: Identified): number {
  return one._id < other._id ? -1 : Number(one._id > other._id);
}

function operationOf<Document extends Identified>({ filter, update, isUpsert = false }: OneWrite<Document>) {
  return { updateOne: { filter, update, ...(isUpsert ? { upsert: true } : {}) } };
}

function note(
  done: { matched: number; readonly upserted: Set<number> },
  sent: readonly { readonly place: number }[],
  result: mongo.BulkWriteResult,
): void {
  done.matched += result.matchedCount;
  for (const nth of Object.keys(result.upsertedIds)) {
    const place = sent[Number(nth)]?.place;
    if (place !== undefined) done.upserted.add(place);
  }
}

/** @returns which of the writes may be tried again; none where anything else went wrong beside them */
function refusedOf<Document extends Identified>(
  error: unknown,
  sent: readonly Placed<Document>[],
): readonly Placed<Document>[] {
  if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) return [];
  if (error.result.getWriteConcernError() !== undefined) return [];
  const codes = refusedCodes(error);
  if (codes.length === 0) return isWriteConflict(error) ? sent : [];
  if (!isWriteConflict(error) && codes.some((code) => code !== DUPLICATE_KEY)) return [];
  const places = new Set([error.writeErrors].flat().map(({ index }) => index));
  return sent.filter((_write, nth) => places.has(nth));
}
