import mongoose, { type mongo } from 'mongoose';
import type { EventKind } from '../../../src/telemetry/telemetry.facts.js';
import { documentOf, sentEvent } from './bodies.js';
import { closedLoop } from './load.js';
import { BATCH_EVENTS } from './options.js';

/** The yardstick: the driver's own insertMany, of the same documents into a collection with the same indexes, on the same
 * database, with as many batches on their way. */
export class RawInserts {
  private readonly organization = new mongoose.Types.ObjectId();

  private constructor(
    private readonly collection: mongo.Collection,
    private readonly kind: EventKind,
  ) {}

  /** @param like the collection whose indexes it gets */
  static async like(db: mongo.Db, kind: EventKind, like = `${kind}_events`): Promise<RawInserts> {
    const collection = db.collection(`bench_raw_${kind}`);
    for (const { key, sparse = false } of await db.collection(like).indexes()) {
      if (!('_id' in key)) await collection.createIndex(key, { sparse });
    }
    return new RawInserts(collection, kind);
  }

  /** @param journal whether a batch is on disk before it counts
   * @returns events a second */
  async eventsPerSecond(events: number, journal = true): Promise<number> {
    const batches = Array.from({ length: Math.ceil(events / BATCH_EVENTS) }, (_none, batch) =>
      Array.from({ length: BATCH_EVENTS }, (_nothing, index) =>
        documentOf(this.organization, this.kind, sentEvent(this.kind, batch * BATCH_EVENTS + index)),
      ),
    );
    const writeConcern: mongo.WriteConcernSettings = journal ? { w: 'majority', journal } : { w: 1, journal };
    const options = { ordered: false, writeConcern };
    const tookMs = await closedLoop(batches.map((batch) => () => this.collection.insertMany(batch, options)));
    return (batches.length * BATCH_EVENTS * 1000) / tookMs;
  }
}
