import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { llmEvent, mlEvent } from '../support/factories.js';
import { type Batch, batchesOf, Load } from '../support/load.js';
import { eventually } from '../support/poll.js';
import { hasSharedData, realPrompts, realStreams, type RealStream } from '../support/shared-data.js';
import { ServerProcess, temporaryFolder } from '../support/server-process.js';
import type { ServerClient } from '../support/server-client.js';

/** Everything with AEGIS_TEST_FULL=1; else the beginning of each. */
const IS_FULL = process.env['AEGIS_TEST_FULL'] === '1';
const PROMPTS = IS_FULL ? Number.MAX_SAFE_INTEGER : 1500;
const ROWS = IS_FULL ? Number.MAX_SAFE_INTEGER : 250;
const DEADLINE_MS = IS_FULL ? 900_000 : 40_000;
const BATCH_SIZE = 1000;
/** Rows of a stream follow each other by this; the last one is now. */
const SPACING_MS = 1000;

/** A stream as predictions of one model, over the last hours. */
function predictions({ name, rows }: RealStream): object[] {
  const nowMs = Date.now();
  return rows.slice(0, ROWS).map((row, index, all) => {
    const timestamp = new Date(nowMs - (all.length - index) * SPACING_MS).toISOString();
    const { latency_ms, ...features } = row;
    const latency = typeof latency_ms === 'number' ? { latency_ms } : {};
    return mlEvent({ model_name: name, input_data: features, ...latency, timestamp });
  });
}

function allBatches(): Batch[] {
  const calls = realPrompts()
    .slice(0, PROMPTS)
    .map((prompt, index) => llmEvent({ model_name: `chat-${index % 5}`, prompt, response: 'Certainly.' }));
  const streams = [...realStreams('lat'), ...realStreams('feat')].map(predictions);
  // Full batches hold one stream each; of the beginnings, several go together.
  const events = IS_FULL ? streams : [streams.flat()];
  return [...batchesOf('llm', calls, BATCH_SIZE), ...events.flatMap((one) => batchesOf('ml', one, BATCH_SIZE))];
}

describe.skipIf(!hasSharedData())('real input', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>, server: ServerProcess;
  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await ServerProcess.start(folder.path, { LOG_LEVEL: 'warn' });
  });
  afterAll(async () => {
    await server.end('SIGKILL');
    await folder.remove();
  });

  /** Sends until all is acknowledged; a refused batch is sent again. */
  async function sendAll(load: Load, client: ServerClient): Promise<void> {
    const deadline = performance.now() + DEADLINE_MS;
    while (!load.isDone && performance.now() < deadline) await load.send(client);
  }

  it(
    'is accepted, labelled and counted, with a stop and a start in the middle',
    { timeout: DEADLINE_MS * 2 },
    async () => {
      const key = server.firstKey!;
      const batches = allBatches();
      const sent = batches.reduce((sum, { events }) => sum + events.length, 0);
      const load = new Load(batches);
      const startedMs = performance.now();
      let ending: ReturnType<ServerProcess['end']> | undefined;
      await load.send(await server.signIn(key), () => {
        if (load.acknowledgedEvents > sent / 2) ending ??= server.end();
      });
      const stop = await ending!;
      expect(stop).toMatchObject({ code: 0 });
      expect(stop.tookMs).toBeLessThan(15_000);
      server = await ServerProcess.start(folder.path, { LOG_LEVEL: 'warn' });
      const client = await server.signIn(key);
      await sendAll(load, client);
      expect(load.acknowledgedEvents).toBe(sent);
      const acceptedMs = performance.now() - startedMs;
      const labelled = await eventually(
        () => client.labelled(),
        (count) => count >= sent,
        DEADLINE_MS,
      );
      expect(labelled).toBe(sent);
      if (IS_FULL) {
        report({ sent, acceptedMs, labelledMs: performance.now() - startedMs, stopMs: stop.tookMs });
      }
    },
  );
});

function report(figures: Readonly<Record<string, number>>): void {
  const text = Object.entries(figures).map(([name, value]) => `${name} ${Math.round(value)}`);
  process.stdout.write(`real input: ${text.join(', ')}\n`);
}
