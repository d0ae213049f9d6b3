import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/poll.js';
import { type ClusterTrial, startClusterTrial } from './support/cluster-trial.js';

const BUILD_MS = 4000;
/** Far shorter than a build; the product's own is 30 s, and a build of ten million events takes longer. */
const SOCKET_TIMEOUT = '&socketTimeoutMS=1500';

/** F6: an index of a large collection takes longer than any other command may. */
describe('F6: index builds that take longer than a socket may be silent', () => {
  let trial: ClusterTrial;
  afterEach(() => trial.stop());

  it.each([1, 3])(
    '%i processes that start at once wait for them',
    async (processes) => {
      trial = await startClusterTrial({ query: SOCKET_TIMEOUT });
      const { set, instance } = trial;
      const slow = { kind: 'slow', ms: BUILD_MS } as const;
      const fault = set.faults.add({ failure: slow, commands: ['createIndexes'], collection: 'llm_events' });
      const instances = [instance, ...Array.from({ length: processes - 1 }, () => trial.another())];
      await Promise.all(instances.map(async (one) => one.start()));
      expect(fault.hits).toBeGreaterThan(0);
      expect(instances.map(({ isUp }) => isUp)).toEqual(instances.map(() => true));
      await eventually(
        async () => (await fetch(`${instance.target().url}/health/ready`)).status,
        (status) => status === 200,
        60_000,
      );
    },
    120_000,
  );
});
