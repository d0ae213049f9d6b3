import { setTimeout } from 'node:timers/promises';
import { SECOND_MS } from '../lib/duration.js';
import type { ApiClient } from './api.client.js';
import { type DistributionSeen, type Findings, type HealthSeen, labelled } from './report.js';

const LABELLED_MS = 40 * SECOND_MS;
const SETTLED_MS = 5 * SECOND_MS;
const POLL_MS = SECOND_MS / 4;

/** Waits until the server has worked through everything, and asks what came of it.
 * @param expected labelled events, those from before included
 * @throws Error where labels don't come */
export async function awaitFindings(client: ApiClient, expected: number): Promise<Findings> {
  const distribution = await everythingLabelled(client, expected);
  const health = await settledHealth(client);
  return { distribution, health, alerts: await client.alerts(), models: await client.models() };
}

async function everythingLabelled(client: ApiClient, expected: number): Promise<DistributionSeen> {
  const deadline = performance.now() + LABELLED_MS;
  let distribution = await client.distribution();
  while (labelled(distribution) < expected) {
    if (performance.now() > deadline) {
      const missing = expected - labelled(distribution);
      throw new Error(
        `${missing} events are still without a label after ${LABELLED_MS / SECOND_MS} s: see the server's log.`,
      );
    }
    await setTimeout(POLL_MS);
    distribution = await client.distribution();
  }
  return distribution;
}

/** The score follows the labels at once: as soon as it stands still it is the one that includes them. */
async function settledHealth(client: ApiClient): Promise<HealthSeen> {
  const deadline = performance.now() + SETTLED_MS;
  let previous = await client.health();
  for (;;) {
    await setTimeout(POLL_MS);
    const health = await client.health();
    const isSettled = health.updated_at !== null && health.updated_at === previous.updated_at;
    if (isSettled || performance.now() > deadline) return health;
    previous = health;
  }
}
