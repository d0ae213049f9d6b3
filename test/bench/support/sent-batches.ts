import { setTimeout } from 'node:timers/promises';
import type { mongo } from 'mongoose';
import type { EventKind } from '../../../src/telemetry/telemetry.facts.js';
import type { BenchClient } from './bench-client.js';
import { bodyOf, sentEvent } from './bodies.js';
import { closedLoop } from './load.js';
import { BATCH_EVENTS } from './options.js';

const LOOK_EVERY_MS = 10;

/** Bodies of batches, made before the clock runs.
 * @param timestamp of every event; without it they have none */
export function bodiesOf(kind: EventKind, events: number, size = BATCH_EVENTS, timestamp?: Date): Buffer[] {
  return Array.from({ length: Math.ceil(events / size) }, (_none, batch) =>
    bodyOf(Array.from({ length: size }, (_nothing, index) => sentEvent(kind, batch * size + index, timestamp))),
  );
}

/** Sends batches as fast as they are taken.
 * @returns events a second that were accepted */
export async function acceptedPerSecond(client: BenchClient, kind: EventKind, events: number): Promise<number> {
  const bodies = bodiesOf(kind, events);
  const tookMs = await closedLoop(bodies.map((body) => () => client.ingest(kind, body)));
  return (bodies.length * BATCH_EVENTS * 1000) / tookMs;
}

/** As acceptedPerSecond, but an event counts once it is labelled, alerted, rolled up and its batch done.
 * @param load the size of its batches is 1,000 events where nothing is said */
export async function donePerSecond(
  client: BenchClient,
  db: mongo.Db,
  load: { readonly kind: EventKind; readonly events: number; readonly size?: number },
): Promise<number> {
  const { size = BATCH_EVENTS } = load;
  const bodies = bodiesOf(load.kind, load.events, size);
  const startedMs = performance.now();
  await closedLoop(bodies.map((body) => () => client.ingest(load.kind, body)));
  await untilDone(db);
  return (bodies.length * size * 1000) / (performance.now() - startedMs);
}

/** Waits until no batch is open. */
export async function untilDone(db: mongo.Db): Promise<void> {
  while ((await db.collection('ingest_batches').findOne({ lease: { $exists: true } })) !== null)
    await setTimeout(LOOK_EVERY_MS);
}
