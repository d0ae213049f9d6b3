import type { BenchClient } from '../support/bench-client.js';
import { BenchServer } from '../support/bench-server.js';
import { openLoop } from '../support/load.js';
import type { Measure } from '../support/measure.js';
import { BATCH_EVENTS } from '../support/options.js';
import { bodiesOf, donePerSecond, untilDone } from '../support/sent-batches.js';
import { quantile, spreadOf } from '../support/statistics.js';

const QUIET = { perSecond: 10, size: 10 };
/** The limits of one organization are the server's defaults here: they are what is to protect the other. */
const LIMITS = { ORG_BYTES_PER_SECOND: '4000000', ORG_BURST_BYTES: '10485760' };

/** R8: the answers that a quiet organization gets, alone and beside one that sends twice what can be done. */
export const neighbour: Measure = {
  names: ['R8'],
  async run({ steadySeconds, eventsPerRound }) {
    const unlimited = await BenchServer.start();
    const database = await unlimited.database();
    const capacity = await donePerSecond(await unlimited.client(), database.db, {
      kind: 'llm',
      events: eventsPerRound,
    });
    await database.close();
    await unlimited.stop();
    const server = await BenchServer.start({ env: LIMITS });
    const { db, close } = await server.database();
    const [quiet, loud] = [await server.stranger(), await server.client()];
    await answerMs(quiet, 2);
    const alone = quantile(await answerMs(quiet, steadySeconds), 0.99);
    const flood = floodOf(loud, (2 * capacity) / BATCH_EVENTS, steadySeconds + 2);
    const beside = quantile(await answerMs(quiet, steadySeconds), 0.99);
    const refused = await flood;
    await untilDone(db);
    await close();
    await server.stop();
    return [
      { measure: 'R8', what: 'p99 alone', unit: 'ms', value: spreadOf([alone]) },
      { measure: 'R8', what: 'p99 beside a flood', unit: 'ms', value: spreadOf([beside]) },
      {
        measure: 'R8',
        what: 'p99 beside a flood / alone',
        unit: 'ratio',
        value: spreadOf([beside / alone]),
        gate: '<= 2',
      },
      { measure: 'R8', what: 'of the flood refused', unit: 'share', value: spreadOf([refused]) },
    ];
  },
};

async function answerMs(client: BenchClient, seconds: number): Promise<number[]> {
  const [body = Buffer.of()] = bodiesOf('llm', QUIET.size, QUIET.size);
  return openLoop(() => client.ingest('llm', body), { perSecond: QUIET.perSecond, seconds });
}

/** @returns the share that was told to come back later */
async function floodOf(client: BenchClient, perSecond: number, seconds: number): Promise<number> {
  const [body = Buffer.of()] = bodiesOf('llm', BATCH_EVENTS);
  let [sent, refused] = [0, 0];
  await openLoop(
    async () => {
      sent++;
      if ((await client.send('POST', '/ingest/llm', body)).status !== 200) refused++;
    },
    { perSecond, seconds },
  );
  return refused / sent;
}
