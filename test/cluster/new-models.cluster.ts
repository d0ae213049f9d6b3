import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Instance } from '../recovery/support/instance.js';
import { llmEvent, mlEvent, times } from '../support/factories.js';
import { type ClusterTrial, errorLines, report, startClusterTrial } from './support/cluster-trial.js';
import { OPTIONS } from './support/options.js';

const MODELS = 25;
const AT_ONCE = 8;

/** F2: an upsert whose filter is wider than the unique index loses a race with 11000, on mongod and on DocumentDB. */
describe('F2: new models at once', () => {
  let trial: ClusterTrial, instances: Instance[];
  beforeAll(async () => {
    trial = await startClusterTrial({ behaviour: { raceMs: 10 } });
    instances = [trial.instance, ...times(OPTIONS.processes - 1, () => trial.another())];
    await Promise.all(instances.map(async (instance) => instance.start()));
  }, 240_000);
  afterAll(() => trial.stop());

  async function send(instance: Instance, index: number): Promise<number> {
    const { url, token } = instance.target();
    const kind = index % 2 === 0 ? 'ml' : 'llm';
    const make = kind === 'ml' ? mlEvent : llmEvent;
    const response = await fetch(`${url}/ingest/${kind}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ events: times(4, () => make({ model_name: `model-${index}` })) }),
    });
    return response.status;
  }

  it('several processes meet the same new models: no error, no batch tried again', async () => {
    expect(instances.map(({ isUp }) => isUp)).toEqual(instances.map(() => true));
    const statuses = await Promise.all(
      instances.map(async (instance) => {
        const own: number[] = [];
        for (let from = 0; from < MODELS; from += AT_ONCE) {
          const indexes = times(Math.min(AT_ONCE, MODELS - from), (at) => from + at);
          own.push(...(await Promise.all(indexes.map(async (index) => send(instance, index)))));
        }
        return own;
      }),
    );
    expect(new Set(statuses.flat())).toEqual(new Set([200]));
    await trial.expectStored(instances.length * MODELS * 4);
    if (trial.isProxied) expect(trial.set.counts.upsertsLost).toBeGreaterThan(0);
    report('new models', `${instances.length} processes x ${MODELS} models: ${JSON.stringify(trial.set.counts)}`);
    expect(instances.flatMap(({ output }) => errorLines(output))).toEqual([]);
    expect(instances.filter(({ output }) => output.includes('it will be tried again'))).toEqual([]);
  }, 240_000);
});
