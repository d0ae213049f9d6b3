import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/poll.js';
import { report } from './support/figures.js';
import { startTrial, type Trial } from './support/trial.js';

const SHUTDOWN_MS = 15_000;
const ENOUGH_BATCHES = 20;

let trial: Trial;
beforeAll(async () => {
  trial = await startTrial();
  await trial.instance.start();
});
afterAll(async () => {
  await trial.remove();
});

it('SIGTERM under load ends with 0 within 15 s, and everything acknowledged is done after a restart', async () => {
  trial.load.start(4);
  await eventually(
    async () => trial.ledger.batches().length,
    (count) => count >= ENOUGH_BATCHES,
  );
  const exit = await trial.instance.end('SIGTERM');
  expect(exit).toMatchObject({ code: 0 });
  expect(exit?.tookMs).toBeLessThan(SHUTDOWN_MS);
  await trial.instance.start();
  const events = await trial.expectExact();
  report('SIGTERM under load', `exit 0 after ${((exit?.tookMs ?? 0) / 1000).toFixed(2)} s, ${events} events`);
}, 120_000);
