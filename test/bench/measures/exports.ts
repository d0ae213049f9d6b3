import mongoose from 'mongoose';
import type { BenchClient, Download } from '../support/bench-client.js';
import { BenchServer } from '../support/bench-server.js';
import { documentOf, sentEvent } from '../support/bodies.js';
import type { Measure } from '../support/measure.js';
import { BATCH_EVENTS } from '../support/options.js';
import type { Figure } from '../support/report.js';
import { type Reading, spreadOf, theilSenSlope } from '../support/statistics.js';

const SAMPLE_MS = 250;
/** Between two events, milliseconds. */
const EVERY_MS = 1000;
const WARM_UP_EVENTS = 10_000;
/** Lines before the first event. */
const HEAD_LINES = { ndjson: 0, csv: 1 } as const;

/** Export: all events of a kind as a file. How soon it begins, whether every event is in it, and what it takes of memory beyond what the
 * server had before. */
export const exporting: Measure = {
  names: ['export'],
  async run({ dashboardEvents }) {
    const events = dashboardEvents.at(-1) ?? 0;
    const server = await BenchServer.start();
    await store(server, events);
    const client = await server.client();
    // What is made once, compiled code and buffers, is there afterwards.
    const from = new Date(Date.now() - WARM_UP_EVENTS * EVERY_MS).toISOString();
    await client.download(`/events/llm/export?format=csv&from=${from}`);
    const figures: Figure[] = [];
    for (const format of ['ndjson', 'csv'] as const) {
      figures.push(...figuresOf(format, events, await measured(server, client, format)));
    }
    await server.stop();
    return figures;
  },
};

interface Measured extends Download {
  readonly beforeMb: number;
  /** Over time, seconds. */
  readonly memory: readonly Reading[];
}

async function measured(server: BenchServer, client: BenchClient, format: string): Promise<Measured> {
  const memory: Reading[] = [];
  const beforeMb = server.ownMb();
  const startedMs = performance.now();
  const sample = (): void => void memory.push({ x: (performance.now() - startedMs) / 1000, y: server.ownMb() });
  const timer = setInterval(sample, SAMPLE_MS);
  const download = await client.download(`/events/llm/export?format=${format}`);
  clearInterval(timer);
  sample();
  return { ...download, beforeMb, memory };
}

function figuresOf(format: keyof typeof HEAD_LINES, events: number, { memory, ...found }: Measured): Figure[] {
  const of = (what: string, unit: string, value: number, gate?: string): Figure => ({
    measure: 'export',
    what: `${format}, ${events.toLocaleString('en')} events: ${what}`,
    unit,
    value: spreadOf([value]),
    ...(gate === undefined ? {} : { gate }),
  });
  const latter = memory.slice(Math.floor(memory.length / 2));
  const perMillion = (theilSenSlope(latter) * found.seconds * 1e6) / events;
  return [
    of('first byte', 'ms', found.firstByteMs, '<= 200'),
    of('lines missing', 'lines', Math.abs(events + HEAD_LINES[format] - found.lines), '<= 0'),
    of('sent', 'events/s', events / found.seconds),
    of('memory before', 'MB', found.beforeMb),
    of('memory, most beyond that', 'MB', Math.max(...memory.map(({ y }) => y)) - found.beforeMb),
    of('memory, slope over the latter half', 'MB/million events', perMillion),
  ];
}

/** Stores events into the past, one each second, past the server: what is measured is reading. */
async function store(server: BenchServer, events: number): Promise<void> {
  const { db, close } = await server.database();
  const organization = (await db.collection('organizations').findOne())?._id ?? new mongoose.Types.ObjectId();
  const nowMs = Date.now();
  for (let first = 0; first < events; first += BATCH_EVENTS) {
    const rows = Array.from({ length: Math.min(BATCH_EVENTS, events - first) }, (_none, index) => {
      const timestamp = new Date(nowMs - (first + index) * EVERY_MS);
      return { ...documentOf(organization, 'llm', sentEvent('llm', first + index)), timestamp };
    });
    await db.collection('llm_events').insertMany(rows, { ordered: false });
  }
  await close();
}
