import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quantile, spread } from '../recovery/support/figures.js';
import { eventually } from '../support/poll.js';
import { type ClusterTrial, report, startClusterTrial } from './support/cluster-trial.js';
import { OPTIONS } from './support/options.js';

/** How long there is no primary, milliseconds; mongod takes up to ten seconds by default, and tells of it sooner in
 * most cases. */
const DOWN_MS = [100, 3000] as const;
const BETWEEN_MS = 1500;
const FIRST_ANSWER_MS = 5000;
/** One election in so many kills the process, too. */
const KILL_EVERY = 4;
const CLIENTS = 3;

describe('elections under load', () => {
  let trial: ClusterTrial;
  beforeAll(async () => {
    trial = await startClusterTrial({ behaviour: { delayMs: [0, 3] } });
    await trial.instance.start();
  });
  afterAll(() => trial.stop());

  it(
    'lose nothing, double nothing, and are answered with 200 and 503 alone',
    async () => {
      const { set, instance, load, attempts, random } = trial;
      const firstMs: number[] = [];
      let kills = 0;
      load.start(CLIENTS);
      for (let election = 0; election < OPTIONS.elections; election++) {
        await setTimeout(BETWEEN_MS * random());
        const kind = random() < 0.5 ? 'stepdown' : 'crash';
        const electing = set.elect({ downMs: DOWN_MS[0] + random() * (DOWN_MS[1] - DOWN_MS[0]), kind });
        const isKilled = election % KILL_EVERY === KILL_EVERY - 1;
        if (isKilled) await instance.end('SIGKILL');
        await electing;
        if (isKilled) await instance.start();
        kills += isKilled ? 1 : 0;
        const overMs = performance.now();
        await eventually(
          async () => attempts.at(-1),
          (last) => attempts.some(({ atMs, status }) => atMs > overMs && status === 200) || last === undefined,
          60_000,
        );
        const first = attempts.find(({ atMs, status }) => atMs > overMs && status === 200);
        firstMs.push((first?.atMs ?? Number.NaN) - overMs);
      }
      const events = await trial.expectExact();
      const statuses = [...new Set(attempts.map(({ status }) => status))].sort((one, other) => one - other);
      // 0: the process was killed, and nobody answered.
      expect([0, 200, 503]).toEqual(expect.arrayContaining(statuses));
      expect(attempts.filter(({ status }) => status === 0).length === 0 || kills > 0).toBe(true);
      expect(quantile(firstMs, 1)).toBeLessThan(FIRST_ANSWER_MS);
      expect(set.counts.elections).toBe(OPTIONS.elections);
      report('elections', `${OPTIONS.elections} with ${kills} kills, ${events} events, all counts zero`);
      report('statuses', JSON.stringify(countBy(attempts.map(({ status }) => status))));
      report('first 2xx after an election', spread(firstMs));
      report('the set', JSON.stringify(set.counts));
    },
    120_000 + OPTIONS.elections * 20_000,
  );
});

function countBy(values: readonly number[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
