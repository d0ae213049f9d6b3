import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ClusterTrial, errorLines, report, startClusterTrial } from './support/cluster-trial.js';

const WORK_MS = 6000;
const CLIENTS = 6;

/** F1: where a bulk write is one transaction (DocumentDB), its operations lock their documents in their order. */
describe.each(['statement', 'command'] as const)('F1: bulk writes that are transactions, refused by %s', (deadlock) => {
  let trial: ClusterTrial;
  beforeEach(async () => {
    trial = await startClusterTrial({ behaviour: { locks: 'transactions', deadlock, deadlockMs: 300 } });
    await trial.instance.start();
  });
  afterEach(() => trial.stop());

  it('never wait for each other in a circle: every answer is 200, no batch is tried again', async () => {
    const { load, set, instance, attempts } = trial;
    load.start(CLIENTS);
    await setTimeout(WORK_MS);
    await load.finish();
    const events = await trial.expectExact();
    const { deadlocks } = set.counts;
    report('F1', `${events} events, ${deadlocks} deadlocks, ${errorLines(instance.output).length} error lines`);
    expect(errorLines(instance.output)).toEqual([]);
    expect(deadlocks).toBe(0);
    expect(attempts.filter(({ status }) => status !== 200)).toEqual([]);
  }, 240_000);
});
