import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../support/program.js';
import { report, spread } from './support/figures.js';
import { OPTIONS } from './support/options.js';
import { startTrial, type Trial } from './support/trial.js';

const EARLIEST_KILL_MS = 50;
const LATEST_KILL_MS = 1500;
const TIMEOUT_MS = 240_000 + OPTIONS.kills * (30_000 + OPTIONS.leaseMs);

describe('kill -9 at random under load', () => {
  let trial: Trial;
  beforeAll(async () => {
    trial = await startTrial();
    await trial.instance.start();
  });
  afterAll(async () => {
    await trial.remove();
  });

  it(
    'leaves nothing lost, doubled or undone, in the server and in its embedded database',
    async () => {
      const toAllDoneMs: number[] = [];
      for (let kill = 0; kill < OPTIONS.kills; kill++) {
        trial.load.start();
        await setTimeout(EARLIEST_KILL_MS + trial.random() * (LATEST_KILL_MS - EARLIEST_KILL_MS));
        await trial.instance.end('SIGKILL');
        const killedMs = performance.now();
        await trial.instance.start();
        await trial.quiet();
        toAllDoneMs.push(performance.now() - killedMs);
      }
      const events = await trial.expectExact();
      expect(events).toBeGreaterThan(0);
      report('random kills', `${OPTIONS.kills} kills, ${events} events, seed ${OPTIONS.seed}, all counts zero`);
      report('kill to all done', `${spread(toAllDoneMs)} (lease ${OPTIONS.leaseMs} ms)`);
      report('loss rate per kill', `at most ${(300 / OPTIONS.kills).toFixed(1)} % (95 %, rule of three)`);
    },
    TIMEOUT_MS,
  );

  it('leaves roll-ups that the command line finds right too', async () => {
    const { code, stdout } = await runProgram('cli.js', ['verify', '--json'], { folder: trial.folder });
    expect(JSON.parse(stdout)).toMatchObject({ bucketsDirty: 0, batchesOpen: 0, eventsUnlabelled: 0, mismatches: [] });
    expect(code).toBe(0);
  });
});
