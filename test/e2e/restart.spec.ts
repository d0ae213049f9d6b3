import { afterAll, describe, expect, it } from 'vitest';
import { llmEvent, mlEvent, riskyCall, times } from '../support/factories.js';
import { type Batch, Load } from '../support/load.js';
import { eventually } from '../support/poll.js';
import { ServerProcess, temporaryFolder } from '../support/server-process.js';
import type { ServerClient } from '../support/server-client.js';

const BATCHES = 80;
const BATCH_SIZE = 50;
const EVENTS = BATCHES * BATCH_SIZE;
/** A batch whose worker was killed is taken up after its lease of 15 s. */
const RECOVERY_MS = 30_000;

/** Each batch has a model of its own, so that one sees which batches are there. */
function batches(): Batch[] {
  return times(BATCHES, (index) => {
    const model_name = modelOf(index);
    return index % 2 === 0
      ? { kind: 'ml', events: times(BATCH_SIZE, () => mlEvent({ model_name })) }
      : { kind: 'llm', events: times(BATCH_SIZE, (at) => (at === 0 ? riskyCall : llmEvent)({ model_name })) };
  });
}

function modelOf(index: number): string {
  return `batch-${index}`;
}

describe.concurrent('a restart in the middle of the load', { timeout: 60_000 }, () => {
  const cleanUps: (() => Promise<unknown>)[] = [];
  afterAll(async () => {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  });

  async function newFolder(): Promise<string> {
    const folder = await temporaryFolder();
    cleanUps.push(() => folder.remove());
    return folder.path;
  }

  async function start(folder: string): Promise<ServerProcess> {
    const server = await ServerProcess.start(folder, { LOG_LEVEL: 'warn' });
    cleanUps.push(() => server.end('SIGKILL'));
    return server;
  }

  async function modelsOf(client: ServerClient): Promise<string[]> {
    const { body } = await client.send<{ models: { model_name: string }[] }>('GET', '/dashboard/models');
    return body.models.map(({ model_name }) => model_name);
  }

  /** Loads a server and ends it when a tenth is acknowledged; then starts it again on the same data. */
  async function restart(load: Load, signal: NodeJS.Signals): Promise<{ client: ServerClient; tookMs: number }> {
    const folder = await newFolder();
    const server = await start(folder);
    const key = server.firstKey!;
    let ending: ReturnType<ServerProcess['end']> | undefined;
    await load.send(await server.signIn(key), () => {
      if (load.acknowledged.length >= BATCHES / 10) ending ??= server.end(signal);
    });
    const { code, tookMs } = await ending!;
    expect(code).toBe(signal === 'SIGTERM' ? 0 : null);
    const again = await start(folder);
    return { client: await again.signIn(key), tookMs };
  }

  it('by SIGTERM: it ends in time, and nothing is lost or counted twice', async () => {
    const load = new Load(batches());
    const { client, tookMs } = await restart(load, 'SIGTERM');
    expect(tookMs).toBeLessThan(15_000);
    expect(load.isDone).toBe(false);
    await load.send(client);
    expect(load.acknowledgedEvents).toBe(EVENTS);
    await eventually(
      () => client.labelled(),
      (count) => count >= EVENTS,
      RECOVERY_MS,
    );
    const { body } = await client.send('GET', '/dashboard/risk-distribution');
    expect(body).toEqual({ normalCount: EVENTS - BATCHES / 2, suspiciousCount: 0, riskyCount: BATCHES / 2 });
  });

  it('by SIGKILL: everything acknowledged is there and labelled', async () => {
    const load = new Load(batches());
    const { client } = await restart(load, 'SIGKILL');
    const acknowledged = load.acknowledgedEvents;
    expect(acknowledged).toBeGreaterThan(0);
    const count = await eventually(
      () => client.labelled(),
      (labelled) => labelled >= acknowledged,
      RECOVERY_MS,
    );
    const known = await modelsOf(client);
    const names = load.acknowledged.map(({ events: [event] }) => (event as { model_name: string }).model_name);
    expect(known).toEqual(expect.arrayContaining(names));
    // A batch may be stored whose answer the kill cut off; it is there as a whole.
    expect(count).toBeLessThanOrEqual(known.length * BATCH_SIZE);
  });
});
