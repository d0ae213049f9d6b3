import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the MongoDB that this run uses. Every test application takes a database of its own there. */
    mongoUri: string;
    /** Whether that is the embedded one: false with a MONGO_URI from outside, which may be slow. */
    isEmbedded: boolean;
    /** Whether processes that would have a data directory of their own use the run's MongoDB, too: `npm run
     * test:cluster`. */
    isShared: boolean;
  }
}

const DAY_MS = 86_400_000;

/** Starts the embedded database once for the whole run, from the build; a MONGO_URI given from outside is used instead. */
export default async function setup({ provide }: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env['MONGO_URI'] ?? '';
  provide('isEmbedded', given === '');
  provide('isShared', false);
  if (given !== '') {
    provide('mongoUri', given);
    return undefined;
  }
  const built = path.resolve(import.meta.dirname, '../../dist/embedded-mongo/embedded-mongo.js');
  const { startEmbeddedMongo } = (await import(built)) as typeof import('../../src/embedded-mongo/embedded-mongo.js');
  const dataDir = await mkdtemp(path.join(tmpdir(), 'aegis-test-'));
  // Tests that freeze their clock do so on a fixed day: by today's clock what they write has expired.
  const server = await startEmbeddedMongo({ dataDir, sweepEveryMs: DAY_MS });
  provide('mongoUri', server.uri);
  return async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
