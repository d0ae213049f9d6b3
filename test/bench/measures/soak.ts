import { BenchServer } from '../support/bench-server.js';
import type { Measure } from '../support/measure.js';
import { BATCH_EVENTS } from '../support/options.js';
import { bodiesOf, donePerSecond, untilDone } from '../support/sent-batches.js';
import { quantile, type Reading, spreadOf, theilSenSlope } from '../support/statistics.js';
import { steadyLoad } from '../support/steady-load.js';

const SECONDS_PER_MINUTE = 60;
const MS_PER_HOUR = 3_600_000;
/** What the engine writes with --trace-gc: `[pid:isolate] 1234 ms: Mark-Compact 45.2 (60.1) -> 30.1 (58.1) MB`. */
const FULL_COLLECTION = /^\[\d+:(0x[0-9a-f]+)\]\s+(\d+) ms: Mark-Compact.*? -> ([\d.]+) \(/gm;

/** Half of the capacity for a long time: does what is left after full collections grow? */
export const soak: Measure = {
  names: ['soak'],
  isOnRequest: true,
  async run({ soakMinutes, eventsPerRound }) {
    if (soakMinutes === 0) return [];
    const server = await BenchServer.start({ nodeOptions: ['--trace-gc'] });
    const { db, close } = await server.database();
    const client = await server.client();
    const capacity = await donePerSecond(client, db, { kind: 'llm', events: eventsPerRound });
    const bodies = bodiesOf('llm', 10 * BATCH_EVENTS);
    const pace = { perSecond: capacity / 2 / BATCH_EVENTS, seconds: soakMinutes * SECONDS_PER_MINUTE };
    const { answers, refused } = await steadyLoad(client, 'llm', bodies, pace);
    await untilDone(db);
    const heaps = heapsAfterCollections(server.output);
    await close();
    await server.stop();
    return [
      ...heaps.map((readings, thread) => ({
        measure: 'soak',
        what: `heap after collections, thread ${thread}: slope over ${readings.length}`,
        unit: 'MB/h',
        value: spreadOf([theilSenSlope(latterHalf(readings))]),
      })),
      {
        measure: 'soak',
        what: `events sent in ${soakMinutes} min`,
        unit: 'events',
        value: spreadOf([answers.length * BATCH_EVENTS]),
      },
      { measure: 'soak', what: 'told to come back', unit: 'share', value: spreadOf([refused / answers.length]) },
      { measure: 'soak', what: 'answer p99', unit: 'ms', value: spreadOf([quantile(answers, 0.99)]) },
    ];
  },
};

/** @returns per thread, hours and megabytes */
function heapsAfterCollections(output: string): Reading[][] {
  const threads = new Map<string, Reading[]>();
  for (const [, thread = '', ms, megabytes] of output.matchAll(FULL_COLLECTION)) {
    const readings = threads.get(thread) ?? [];
    readings.push({ x: Number(ms) / MS_PER_HOUR, y: Number(megabytes) });
    threads.set(thread, readings);
  }
  return [...threads.values()].filter(({ length }) => length >= 4);
}

/** What is filled once, caches and compiled code, is full by then. */
function latterHalf(readings: readonly Reading[]): readonly Reading[] {
  return readings.slice(Math.floor(readings.length / 2));
}
