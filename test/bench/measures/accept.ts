import { BenchServer } from '../support/bench-server.js';
import type { Measure } from '../support/measure.js';
import type { Options } from '../support/options.js';
import { RawInserts } from '../support/raw-inserts.js';
import type { Figure } from '../support/report.js';
import { acceptedPerSecond, untilDone } from '../support/sent-batches.js';
import { spreadOf } from '../support/statistics.js';
import { EVENT_KINDS, type EventKind } from '../../../src/telemetry/telemetry.facts.js';

/** R1: accepting over HTTP against the driver's insertMany, with nothing done afterwards. R3: what the work afterwards takes
 * from accepting. */
export const accept: Measure = {
  names: ['R1', 'R3'],
  async run(options) {
    const figures: Figure[] = [];
    for (const kind of EVENT_KINDS) figures.push(...(await measureKind(kind, options)));
    return figures;
  },
};

async function measureKind(kind: EventKind, { rounds, eventsPerRound: events }: Options): Promise<Figure[]> {
  const paused = await BenchServer.start({ env: { AEGIS_FAILPOINTS: 'accept.answered=pause' } });
  const live = await BenchServer.start();
  const [pausedDb, liveDb] = [await paused.database(), await live.database()];
  const [pausedClient, liveClient] = [await paused.client(), await live.client()];
  const raw = await RawInserts.like(pausedDb.db, kind);
  const readings: Record<'accepted' | 'inserted' | 'working', number[]> = { accepted: [], inserted: [], working: [] };
  // The first round warms the engines up and doesn't count.
  for (let round = 0; round <= rounds; round++) {
    const accepted = await acceptedPerSecond(pausedClient, kind, events);
    const inserted = await raw.eventsPerSecond(events);
    const working = await acceptedPerSecond(liveClient, kind, events);
    await untilDone(liveDb.db);
    if (round === 0) continue;
    readings.accepted.push(accepted);
    readings.inserted.push(inserted);
    readings.working.push(working);
  }
  await Promise.all([pausedDb.close(), liveDb.close()]);
  await Promise.all([paused.stop(), live.stop()]);
  return figuresOf(kind, readings);
}

function figuresOf(kind: EventKind, readings: Record<'accepted' | 'inserted' | 'working', number[]>): Figure[] {
  const over = (one: readonly number[], other: readonly number[]): number[] =>
    one.map((value, round) => value / (other[round] ?? Number.NaN));
  const { accepted, inserted, working } = readings;
  return [
    { measure: 'R1', what: `${kind}: accepted`, unit: 'events/s', value: spreadOf(accepted) },
    { measure: 'R1', what: `${kind}: driver insertMany`, unit: 'events/s', value: spreadOf(inserted) },
    {
      measure: 'R1',
      what: `${kind}: accepted / insertMany`,
      unit: 'ratio',
      value: spreadOf(over(accepted, inserted)),
      gate: '>= 0.6',
    },
    {
      measure: 'R3',
      what: `${kind}: accepted while working / not working`,
      unit: 'ratio',
      value: spreadOf(over(working, accepted)),
      gate: '>= 0.6',
    },
  ];
}
