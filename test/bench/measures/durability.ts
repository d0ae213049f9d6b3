import { BenchServer } from '../support/bench-server.js';
import type { Measure } from '../support/measure.js';
import { RawInserts } from '../support/raw-inserts.js';
import { spreadOf } from '../support/statistics.js';

/** R7: what waiting for the disk costs. On the embedded server nothing: it answers after its commit, asked to or not. */
export const durability: Measure = {
  names: ['R7'],
  async run({ rounds, eventsPerRound }) {
    const server = await BenchServer.start();
    const { db, close } = await server.database();
    const raw = await RawInserts.like(db, 'llm');
    const ratios: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const journaled = await raw.eventsPerSecond(eventsPerRound, true);
      const quick = await raw.eventsPerSecond(eventsPerRound, false);
      if (round > 0) ratios.push(journaled / quick);
    }
    await close();
    await server.stop();
    return [{ measure: 'R7', what: 'insertMany journaled / not', unit: 'ratio', value: spreadOf(ratios) }];
  },
};
