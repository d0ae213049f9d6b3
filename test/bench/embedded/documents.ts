import mongoose from 'mongoose';
import { newId } from '../../../src/lib/ids.js';

const { ObjectId } = mongoose.mongo;

/** The organization of all of them. */
export const ORGANIZATION = new ObjectId();

/** Documents of a batch. */
export const BATCH = 1000;

const FILLER = 'the quick brown fox jumps over the lazy dog and is never seen again by any of them; '.repeat(3);

/** Events of about 400 bytes as ours are stored.
 * @param at event time of the first, Unix milliseconds
 * @param everyMs time between two */
export function eventsFrom(at: number, everyMs = 1, count = BATCH): { _id: string; timestamp: Date }[] {
  return Array.from({ length: count }, (_none, nth) => ({
    _id: newId(Date.now()),
    organization_id: ORGANIZATION,
    model_name: `model-${nth % 4}`,
    prompt: FILLER.slice(0, 120),
    response: FILLER.slice(30, 130),
    latency_ms: 20 + ((nth * 37) % 500) / 3,
    token_count: 40 + (nth % 60),
    timestamp: new Date(at + nth * everyMs),
  }));
}
