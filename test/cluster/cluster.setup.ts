import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { LEFT_OUT, onlyTheProxy } from './left-out.js';
import { mongodLike } from './proxy/behaviour.js';
import { ReplicaSet } from './proxy/replica-set.js';

/** Tests that freeze their clock do so on a fixed day in the past: by today's clock TTL indexes would delete what
 * they have written before they look at it. The set itself says the right time. */
const BEHIND_MS = 10 * 365 * 86_400_000;
/** Enough to shake the order of things, and few enough that a run takes minutes. */
const SHAKEN = { delayMs: [0, 10], delayShare: 0.1, statementsASlice: 100 } as const;

/** Starts an embedded database, from the build, and a set in front of it; a MONGO_URI given from outside is used
 * instead. */
export default async function setup({ provide }: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env['MONGO_URI'] ?? '';
  // Neither is as fast as an embedded server.
  provide('isEmbedded', false);
  provide('isShared', true);
  for (const { file, why } of given === '' ? LEFT_OUT : [...LEFT_OUT, ...onlyTheProxy]) {
    process.stdout.write(`[cluster] left out: ${file}: ${why}\n`);
  }
  if (given !== '') {
    provide('mongoUri', given);
    return undefined;
  }
  const built = path.resolve(import.meta.dirname, '../../dist/embedded-mongo/embedded-server.js');
  const { EmbeddedServer } = (await import(built)) as typeof import('../../src/embedded-mongo/embedded-server.js');
  const dataDir = await mkdtemp(path.join(tmpdir(), 'aegis-cluster-'));
  const server = await EmbeddedServer.start({ dataDir, now: () => Date.now() - BEHIND_MS });
  const set = await ReplicaSet.start({ uri: server.uri, behaviour: { ...mongodLike(), ...SHAKEN } });
  provide('mongoUri', set.uri);
  return async () => {
    report(set);
    await set.stop();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

function report({ recorder, counts }: ReplicaSet): void {
  const all = recorder.commands();
  const elsewhere = all.filter(({ member }) => member !== 0).length;
  const figures = { commands: all.length, toSecondaries: elsewhere, ...counts };
  process.stdout.write(`[cluster] on the wire: ${JSON.stringify(figures)}\n`);
}
