import type { mongo } from 'mongoose';
import { setTimeout } from 'node:timers/promises';
import { BenchServer } from '../support/bench-server.js';
import type { Measure } from '../support/measure.js';
import { BATCH_EVENTS } from '../support/options.js';
import type { Figure } from '../support/report.js';
import { bodiesOf, donePerSecond, untilDone } from '../support/sent-batches.js';
import { quantile, spreadOf } from '../support/statistics.js';
import { type SteadyAnswers, steadyLoad } from '../support/steady-load.js';

/** Small enough that half of the capacity, that of such batches, is many of them a second. */
const SIZE = 100;
const DONE_KEPT_MS = 3_600_000;
const SHARES = [
  { share: 0.5, gate: '<= 1' },
  { share: 0.9, gate: '<= 5' },
] as const;

/** R6: from a batch's arrival to its being done, at a steady share of the capacity. */
export const lag: Measure = {
  names: ['R6'],
  async run(options) {
    const server = await BenchServer.start();
    const { db, close } = await server.database();
    const client = await server.client();
    const load = { kind: 'llm', events: options.eventsPerRound, size: SIZE } as const;
    await donePerSecond(client, db, load);
    const capacity = await donePerSecond(client, db, load);
    const figures: Figure[] = [];
    for (const { share, gate } of SHARES) {
      const perSecond = (capacity * share) / SIZE;
      const bodies = bodiesOf('llm', BATCH_EVENTS, SIZE);
      const since = new Date();
      const met = await steadyLoad(client, 'llm', bodies, { perSecond, seconds: options.steadySeconds });
      await untilDone(db);
      figures.push(...figuresOf(share, gate, { ...met, lags: await lagsSince(db, since) }));
      await setTimeout(1000);
    }
    await close();
    await server.stop();
    return figures;
  },
};

/** The ledger tells: a batch's id begins with when it came, and it is kept for an hour after it was done.
 * @returns seconds */
async function lagsSince(db: mongo.Db, since: Date): Promise<number[]> {
  const first = since.getTime().toString(16).padStart(12, '0');
  const rows = await db
    .collection<{ _id: string; exp: Date }>('ingest_batches')
    .find({ s: 2, _id: { $gte: first } })
    .toArray();
  return rows.map(({ _id, exp }) => (exp.getTime() - DONE_KEPT_MS - Number.parseInt(_id.slice(0, 12), 16)) / 1000);
}

function figuresOf(share: number, gate: string, found: SteadyAnswers & { readonly lags: readonly number[] }): Figure[] {
  const what = `${share} of capacity`;
  return [
    { measure: 'R6', what: `${what}: accept to done`, unit: 's', value: spreadOf(found.lags) },
    {
      measure: 'R6',
      what: `${what}: accept to done, p99`,
      unit: 's',
      value: spreadOf([quantile(found.lags, 0.99)]),
      gate,
    },
    { measure: 'R6', what: `${what}: answer`, unit: 'ms', value: spreadOf(found.answers) },
    {
      measure: 'R6',
      what: `${what}: told to come back`,
      unit: 'share',
      value: spreadOf([found.refused / found.answers.length]),
    },
  ];
}
