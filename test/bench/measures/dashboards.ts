import type { mongo } from 'mongoose';
import mongoose from 'mongoose';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { BenchClient } from '../support/bench-client.js';
import { BenchServer } from '../support/bench-server.js';
import { bodyOf, sentEvent } from '../support/bodies.js';
import { closedLoop } from '../support/load.js';
import type { Measure } from '../support/measure.js';
import { BATCH_EVENTS, type Options } from '../support/options.js';
import type { Figure } from '../support/report.js';
import { untilDone } from '../support/sent-batches.js';
import { quantile, spreadOf } from '../support/statistics.js';

const DASHBOARDS = ['health', 'alerts', 'models', 'risk-distribution'] as const;
/** So dense is the traffic that is pretended: more events are a longer past, as they are in truth. */
const EVENTS_PER_SECOND = 20;

/** A server with so many events in it. */
interface Filled {
  readonly events: number;
  readonly server: BenchServer;
  readonly client: BenchClient;
}

/** R5: dashboards over ever more events, read in turns, beside what the same questions cost on the events themselves. Disk: what
 * is stored takes. */
export const dashboards: Measure = {
  names: ['R5', 'disk'],
  async run(options) {
    const figures: Figure[] = [];
    const filled: Filled[] = [];
    for (const events of options.dashboardEvents) {
      const server = await BenchServer.start();
      const { db, close } = await server.database();
      const client = await server.client();
      await fill(client, db, events);
      figures.push(...(await rawFigures(db, events)));
      await close();
      filled.push({ events, server, client });
    }
    for (const name of DASHBOARDS) figures.push(...(await readInTurns(name, filled, options)));
    const { server, events } = filled.at(-1) ?? filled[0]!;
    const megabytes = sizeOf(server.dataDir) / events;
    figures.push({
      measure: 'disk',
      what: `a million events, of ${numeral(events)}`,
      unit: 'MB',
      value: spreadOf([megabytes]),
    });
    for (const one of filled) await one.server.stop();
    return figures;
  },
};

async function readInTurns(name: string, filled: readonly Filled[], options: Options): Promise<Figure[]> {
  const p99s = filled.map((): number[] => []);
  for (let round = -1; round < options.rounds; round++) {
    for (const [nth, { client }] of filled.entries()) {
      const p99 = quantile(await timed(client, `/dashboard/${name}`, options), 0.99);
      if (round >= 0) p99s[nth]?.push(p99);
    }
  }
  const [fewest = []] = p99s;
  return filled.flatMap(({ events }, nth) => {
    const own = p99s[nth] ?? [];
    const what = `${name}, ${numeral(events)} events: p99`;
    const ratios = own.map((p99, round) => p99 / (fewest[round] ?? Number.NaN));
    const absolute = { measure: 'R5', what, unit: 'ms', value: spreadOf(own), gate: '<= 20' };
    const relative = {
      measure: 'R5',
      what: `${what} / that of the fewest`,
      unit: 'ratio',
      value: spreadOf(ratios),
      gate: '<= 1.5',
    };
    return nth === 0 ? [absolute] : [absolute, relative];
  });
}

/** Stores events into the past, both kinds alike, and waits until all of it is rolled up. */
async function fill(client: BenchClient, db: mongo.Db, total: number): Promise<void> {
  const nowMs = Date.now();
  const batches = Array.from({ length: Math.ceil(total / BATCH_EVENTS) }, (_none, batch) => batch * BATCH_EVENTS);
  await closedLoop(
    batches.map((first, nth) => async () => {
      const kind = nth % 2 === 0 ? 'llm' : 'ml';
      const events = Array.from({ length: Math.min(BATCH_EVENTS, total - first) }, (_none, index) =>
        sentEvent(kind, first + index, new Date(nowMs - ((first + index) * 1000) / EVENTS_PER_SECOND)),
      );
      await client.ingest(kind, bodyOf(events));
    }),
  );
  await untilDone(db);
  await untilRolledUp(client, total);
}

async function untilRolledUp(client: BenchClient, events: number): Promise<void> {
  for (;;) {
    const { body } = await client.send('GET', '/dashboard/risk-distribution');
    const counts = Object.values(JSON.parse(body) as Record<string, number>);
    if (counts.reduce((sum, count) => sum + count, 0) >= events) return;
    await setTimeout(200);
  }
}

async function timed(client: BenchClient, url: string, { dashboardReads }: Options): Promise<number[]> {
  const readings: number[] = [];
  for (let nth = 0; nth < dashboardReads; nth++) {
    const startedMs = performance.now();
    await client.send('GET', url);
    readings.push(performance.now() - startedMs);
  }
  return readings;
}

/** The same two questions asked of the events. */
async function rawFigures(db: mongo.Db, events: number): Promise<Figure[]> {
  const organization = await db.collection('organizations').findOne();
  const organization_id = organization?._id ?? new mongoose.Types.ObjectId();
  const questions = {
    models: { _id: '$model_name', mean: { $avg: '$latency_ms' } },
    'risk-distribution': { _id: '$riskLabel', count: { $sum: 1 } },
  } as const;
  const figures: Figure[] = [];
  for (const [name, $group] of Object.entries(questions)) {
    const startedMs = performance.now();
    for (const kind of ['ml_events', 'llm_events']) {
      await db
        .collection(kind)
        .aggregate([{ $match: { organization_id } }, { $group }])
        .toArray();
    }
    const value = spreadOf([performance.now() - startedMs]);
    figures.push({
      measure: 'R5',
      what: `${name}, ${numeral(events)} events: from the events`,
      unit: 'ms',
      value,
    });
  }
  return figures;
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(path.join(folder, name)))
    .reduce((sum, file) => sum + (file.isFile() ? file.blocks * 512 : 0), 0);
}

function numeral(events: number): string {
  return events.toLocaleString('en');
}
