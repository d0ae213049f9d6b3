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
const MEGABYTE = 1_000_000;

/** R5: dashboards over ever more events, beside what the same questions cost on the events themselves. Disk: what is stored takes. */
export const dashboards: Measure = {
  names: ['R5', 'disk'],
  async run(options) {
    const server = await BenchServer.start();
    const { db, close } = await server.database();
    const client = await server.client();
    const figures: Figure[] = [];
    const smallest = new Map<string, number>();
    let stored = 0;
    for (const events of options.dashboardEvents) {
      await fill(client, db, { from: stored, to: events });
      stored = events;
      for (const name of DASHBOARDS) {
        const readings = await timed(client, `/dashboard/${name}`, options);
        const p99 = quantile(readings, 0.99);
        const base = smallest.get(name) ?? p99;
        smallest.set(name, base);
        figures.push(...figuresOf(name, events, { readings, p99, base }));
      }
      figures.push(...(await rawFigures(db, events)));
    }
    const bytesPerMillion = (sizeOf(server.dataDir) / stored) * MEGABYTE;
    figures.push({
      measure: 'disk',
      what: 'a million events',
      unit: 'MB',
      value: spreadOf([bytesPerMillion / MEGABYTE]),
    });
    await close();
    await server.stop();
    return figures;
  },
};

/** Stores further events into the past, both kinds alike, and waits until all of it is rolled up. */
async function fill(client: BenchClient, db: mongo.Db, { from, to }: { from: number; to: number }): Promise<void> {
  const nowMs = Date.now();
  const batches = Array.from(
    { length: Math.ceil((to - from) / BATCH_EVENTS) },
    (_none, batch) => from + batch * BATCH_EVENTS,
  );
  await closedLoop(
    batches.map((first, nth) => async () => {
      const kind = nth % 2 === 0 ? 'llm' : 'ml';
      const events = Array.from({ length: Math.min(BATCH_EVENTS, to - first) }, (_none, index) =>
        sentEvent(kind, first + index, new Date(nowMs - ((first + index) * 1000) / EVENTS_PER_SECOND)),
      );
      await client.ingest(kind, bodyOf(events));
    }),
  );
  await untilDone(db);
  await untilRolledUp(client, to);
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
  for (let nth = -20; nth < dashboardReads; nth++) {
    const startedMs = performance.now();
    await client.send('GET', url);
    if (nth >= 0) readings.push(performance.now() - startedMs);
  }
  return readings;
}

function figuresOf(name: string, events: number, found: { readings: number[]; p99: number; base: number }): Figure[] {
  const what = `${name}, ${events.toLocaleString('en')} events`;
  const { readings, p99, base } = found;
  return [
    { measure: 'R5', what: `${what}: any read`, unit: 'ms', value: spreadOf(readings) },
    { measure: 'R5', what: `${what}: p99`, unit: 'ms', value: spreadOf([p99]), gate: '<= 20' },
    ...(p99 === base
      ? []
      : [
          {
            measure: 'R5',
            what: `${what}: p99 / p99 of the fewest`,
            unit: 'ratio',
            value: spreadOf([p99 / base]),
            gate: '<= 1.5',
          },
        ]),
  ];
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
      what: `${name}, ${events.toLocaleString('en')} events: from the events`,
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
