import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type ClusterTrial, startClusterTrial } from './support/cluster-trial.js';
import { weakWrites } from './support/weak-writes.js';

const LAG_MS = 500;
const WORK_MS = 2500;
const CONFIGURATION = 78;

/** F4: what an address says of reads and writes must not make figures wrong: it is refused, or ours wins. */
describe('F4: an address of the set', () => {
  let trial: ClusterTrial;
  afterEach(() => trial.stop());

  it.each(['readPreference=secondaryPreferred', 'readPreference=nearest', 'readConcernLevel=available', 'w=0', 'w=1'])(
    'with %s: the start is refused with 78, or every figure is right and nothing is asked of a secondary',
    async (option) => {
      trial = await startClusterTrial({ lagMs: LAG_MS, query: `&${option}` });
      const { instance, load, set } = trial;
      await instance.start();
      if (!instance.isUp) {
        expect((await instance.died(1000)).code).toBe(CONFIGURATION);
        expect(instance.output).toContain('MONGO_URI');
        return;
      }
      load.start(2);
      await setTimeout(WORK_MS);
      await trial.expectExact();
      const commands = set.recorder.commands();
      expect(commands.filter(({ member }) => member !== 0)).toEqual([]);
      expect(commands.filter(({ isUnacknowledged }) => isUnacknowledged)).toEqual([]);
      expect(weakWrites(set.recorder)).toEqual([]);
      const weak = commands.filter(({ readConcern }) => readConcern?.['level'] === 'available');
      expect(weak.map(({ command, collection }) => `${command} ${collection}`)).toEqual([]);
    },
    180_000,
  );
});
