import { BenchServer } from '../support/bench-server.js';
import type { Measure } from '../support/measure.js';
import type { Options } from '../support/options.js';
import { RawInserts } from '../support/raw-inserts.js';
import type { Figure } from '../support/report.js';
import { donePerSecond } from '../support/sent-batches.js';
import { spreadOf } from '../support/statistics.js';
import { EVENT_KINDS, type EventKind } from '../../../src/telemetry/telemetry.facts.js';

const MODES = ['listeners', 'inline'] as const;

/** R2: events accepted, labelled, alerted and rolled up, against the driver's insertMany; in both ways of labelling. */
export const endToEnd: Measure = {
  names: ['R2'],
  async run(options) {
    const figures: Figure[] = [];
    for (const kind of EVENT_KINDS) {
      for (const mode of kind === 'llm' ? MODES : MODES.slice(0, 1))
        figures.push(...(await measure(kind, mode, options)));
    }
    return figures;
  },
};

async function measure(kind: EventKind, mode: (typeof MODES)[number], options: Options): Promise<Figure[]> {
  const { rounds, eventsPerRound: events } = options;
  const server = await BenchServer.start({ env: mode === 'inline' ? { CLASSIFY: mode } : {} });
  const { db, close } = await server.database();
  const client = await server.client();
  const raw = await RawInserts.like(db, kind);
  const [done, inserted]: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round++) {
    const finished = await donePerSecond(client, db, { kind, events });
    const written = await raw.eventsPerSecond(events);
    if (round === 0) continue;
    done.push(finished);
    inserted.push(written);
  }
  await close();
  await server.stop();
  const ratios = done.map((value, round) => value / (inserted[round] ?? Number.NaN));
  const what = `${kind}, ${mode}`;
  return [
    { measure: 'R2', what: `${what}: done`, unit: 'events/s', value: spreadOf(done) },
    { measure: 'R2', what: `${what}: done / insertMany`, unit: 'ratio', value: spreadOf(ratios), gate: '>= 0.25' },
  ];
}
