import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAILPOINTS, type Failpoint } from '../../src/platform/failpoints.js';
import { report } from './support/figures.js';
import { OPTIONS } from './support/options.js';
import { startTrial, type Trial } from './support/trial.js';

const DEATH_MS = 60_000;

/** At the first hit; at a later one; at one among many that are under way. */
const WAYS = [
  { hit: 1, clients: 2 },
  { hit: 7, clients: 2 },
  { hit: 3, clients: 6 },
] as const;

/** A short run kills at every seam in turn and counts once; a long one counts after each seam. */
const GROUPS: readonly (readonly Failpoint[])[] =
  OPTIONS.killsPerSeam === 1 ? [FAILPOINTS] : FAILPOINTS.map((seam) => [seam]);

describe('kill -9 at a seam', () => {
  let trial: Trial;
  let kills = 0;
  beforeAll(async () => {
    trial = await startTrial();
    await trial.instance.start();
  });
  afterAll(async () => {
    await trial.remove();
  });

  /** Starts a server that kills itself at a seam, and lets clients drive it there. */
  async function killAt(seam: Failpoint, way: number): Promise<void> {
    const { hit, clients } = WAYS[way % WAYS.length] ?? WAYS[0];
    await trial.instance.end('SIGKILL');
    const isShutdown = seam === 'shutdown.drained';
    await trial.instance.start({ AEGIS_FAILPOINTS: `${seam}=kill@${isShutdown ? 1 : hit}` });
    trial.load.start(clients);
    const exit = isShutdown ? await trial.instance.end('SIGTERM') : await trial.instance.died(DEATH_MS);
    expect({ seam, ...exit }).toMatchObject({ signal: 'SIGKILL' });
    kills++;
    trial.load.pause();
  }

  it.each(GROUPS.map((seams) => ({ seams, name: seams.length === 1 ? seams[0] : 'each of them in turn' })))(
    'of $name leaves nothing lost, doubled or undone',
    async ({ seams }) => {
      for (const seam of seams) {
        for (let way = 0; way < OPTIONS.killsPerSeam; way++) await killAt(seam, way);
      }
      await trial.instance.start();
      const events = await trial.expectExact();
      expect(events).toBeGreaterThan(0);
      report('kills at seams', `${kills} kills, ${events} events, all counts zero`);
    },
    300_000,
  );
});
