import { once } from 'node:events';
import { type mongo } from 'mongoose';
import { setImmediate } from 'node:timers/promises';
import { DURABLE_WRITE } from '../../../src/platform/durable-write.js';
import { BATCH, eventsFrom, ORGANIZATION } from './documents.js';
import type { Measured } from './servers.js';

const START = Date.parse('2026-03-01T00:00:00Z');
const LABELS = ['normal', 'suspicious', 'risky'] as const;

/** Events a second of insertMany, several batches on their way at once. */
export async function insertsPerSecond({ events }: Measured, batches: number, atOnce = 4): Promise<number> {
  const waiting = Array.from({ length: batches }, (_none, batch) => eventsFrom(START + batch * BATCH));
  return perSecond(batches * BATCH, async () => {
    const run = async (): Promise<void> => {
      for (let batch = waiting.pop(); batch !== undefined; batch = waiting.pop())
        await events.insertMany(batch as object[], { ordered: false, ...DURABLE_WRITE });
    };
    await Promise.all(Array.from({ length: atOnce }, run));
  });
}

/** Events a second that get their labels, as the pipeline writes them. */
export async function labelsPerSecond({ events }: Measured, batches: number): Promise<number> {
  const all = Array.from({ length: batches }, (_none, batch) => eventsFrom(START + batch * BATCH));
  for (const batch of all) await events.insertMany(batch as object[], { ordered: false });
  const updates = all.map((batch) =>
    batch.map(({ _id }, nth) => ({
      updateOne: {
        filter: { _id, organization_id: ORGANIZATION, riskLabel: { $exists: false }, dead: { $exists: false } },
        update: { $set: { riskScore: (nth % 100) / 100, riskLabel: LABELS[nth % 3], flags: [] } },
      },
    })),
  ) as unknown as mongo.AnyBulkWriteOperation[][];
  return perSecond(batches * BATCH, async () => {
    const waiting = [...updates];
    const run = async (): Promise<void> => {
      for (let batch = waiting.pop(); batch !== undefined; batch = waiting.pop())
        await events.bulkWrite(batch, { ordered: false, ...DURABLE_WRITE });
    };
    await Promise.all([run(), run()]);
  });
}

/** Events a second of a find by 1,000 ids with a projection. */
export async function findsPerSecond({ events }: Measured, rounds: number): Promise<number> {
  const batch = eventsFrom(START);
  await events.insertMany(batch as object[]);
  const filter = { _id: { $in: batch.map(({ _id }) => _id) }, organization_id: ORGANIZATION } as object;
  const projection = { model_name: 1, timestamp: 1, latency_ms: 1, token_count: 1 };
  return perSecond(rounds * BATCH, async () => {
    for (let round = 0; round < rounds; round++) await events.find(filter, { projection }).toArray();
  });
}

const MS = { $toLong: '$timestamp' };
const BIN = { $floor: { $divide: [{ $ln: { $max: ['$latency_ms', 0.001] } }, Math.log(1.02)] } };
/** As recounts.store.ts groups. */
const RECOUNT = {
  _id: { start: { $subtract: [MS, { $mod: [MS, 10_000] }] }, label: '$token_count', bin: BIN },
  count: { $sum: 1 },
  latency: { $sum: '$latency_ms' },
  tokens: { $sum: '$token_count' },
};
const MEAN = { _id: null, count: { $sum: 1 }, mean: { $avg: '$latency_ms' } };

/** Events a second that a roll-up's recount and a window's mean pass over. */
export async function groupsPerSecond(
  { events }: Measured,
  batches: number,
): Promise<{ recounted: number; averaged: number }> {
  await events.deleteMany({});
  for (let batch = 0; batch < batches; batch++)
    await events.insertMany(eventsFrom(START + batch * BATCH) as object[], { ordered: false });
  const match = {
    organization_id: ORGANIZATION,
    model_name: 'model-1',
    timestamp: { $gte: new Date(START), $lt: new Date(START + batches * BATCH) },
  };
  const count = (batches * BATCH) / 4;
  const run = async ($group: object): Promise<number> =>
    perSecond(count, async () => void (await events.aggregate([{ $match: match }, { $group }]).toArray()));
  await run(RECOUNT);
  return { recounted: await run(RECOUNT), averaged: await run(MEAN) };
}

/** Milliseconds of single writes, alone and while an aggregate reads everything. */
export async function writesBesideScan(
  { events }: Measured,
  batches: number,
): Promise<{ aloneMs: number[]; besideMs: number[]; scanMs: number }> {
  await events.deleteMany({});
  for (let batch = 0; batch < batches; batch++)
    await events.insertMany(eventsFrom(START + batch * BATCH) as object[], { ordered: false });
  const aloneMs = await writesUntil(events, AbortSignal.timeout(4000));
  const done = new AbortController();
  const startedMs = performance.now();
  const scan = events
    .aggregate([{ $match: { latency_ms: { $gt: 0 } } }, { $group: RECOUNT }])
    .toArray()
    .finally(() => done.abort());
  const besideMs = await writesUntil(events, done.signal);
  await scan;
  return { aloneMs, besideMs, scanMs: performance.now() - startedMs };
}

async function writesUntil(events: mongo.Collection, signal: AbortSignal): Promise<number[]> {
  const tookMs: number[] = [];
  const aborted = once(signal, 'abort');
  while (!signal.aborted) {
    const batch = eventsFrom(START, 1, 20);
    const startedMs = performance.now();
    await events.insertMany(batch as object[], DURABLE_WRITE);
    tookMs.push(performance.now() - startedMs);
    await setImmediate();
  }
  await aborted;
  return tookMs;
}

async function perSecond(count: number, run: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await run();
  return (count * 1000) / (performance.now() - startedMs);
}
