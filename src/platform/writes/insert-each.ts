import mongoose, { type Collection, type mongo } from 'mongoose';
import { DURABLE_WRITE } from '../durable-write.js';
import { isWriteConflict } from '../errors/database-faults.js';
import { DUPLICATE_KEY } from '../errors/duplicate-key.js';
import { WRITE_TRIES } from './upserting.js';
import { byId, type Identified } from './write-each.js';

/** Documents that were there already. */
export interface Known {
  readonly count: number;
  /** What the driver said of them. */
  readonly error: unknown;
}

/** One that is there already doesn't keep the others out. */
const NEW = { ordered: false, ...DURABLE_WRITE };

/** Inserts documents with one command, durably and in the order of their ids, whatever the order of the list: see
 * `writeEach`. One whose id is there already stays as it is.
 * @returns null where all of them are new
 * @throws what the driver throws, where any of the others may not be stored */
export async function insertEach<Document extends Identified>(
  collection: Collection<Document>,
  documents: readonly Document[],
): Promise<Known | null> {
  let count = 0;
  let said: unknown;
  let due = [...documents].sort(byId);
  for (let tries = 1; due.length > 0; tries++) {
    const sent = due;
    try {
      await collection.insertMany(sent as mongo.OptionalUnlessRequiredId<Document>[], NEW);
      due = [];
    } catch (error) {
      const refused = refusedBy(error, sent);
      if (refused === null || (refused.again.length > 0 && tries >= WRITE_TRIES)) throw error;
      count += refused.known;
      said = error;
      due = [...refused.again];
    }
  }
  return count === 0 ? null : { count, error: said };
}

/** @returns which documents to try again, and how many were there already; null where anything else went wrong */
function refusedBy<Document>(
  error: unknown,
  sent: readonly Document[],
): { readonly known: number; readonly again: readonly Document[] } | null {
  if (!(error instanceof mongoose.mongo.MongoBulkWriteError))
    return isWriteConflict(error) ? { known: 0, again: sent } : null;
  if (error.result.getWriteConcernError() !== undefined) return null;
  const refused = [error.writeErrors].flat();
  const isConflict = isWriteConflict(error);
  if (refused.length === 0) return isConflict ? { known: 0, again: sent } : null;
  const others = refused.filter(({ code }) => code !== DUPLICATE_KEY);
  if (others.length > 0 && !isConflict) return null;
  const places = new Set(others.map(({ index }) => index));
  return { known: refused.length - others.length, again: sent.filter((_document, nth) => places.has(nth)) };
}
