import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import mongoose from 'mongoose';
import { randomBytes } from 'node:crypto';
import { eventually } from '../support/poll.js';
import { deferred } from '../support/deferred.js';
import { ServerProcess, temporaryFolder } from '../support/server-process.js';
import { createTestApp } from '../support/test-app.js';
import { WireTap } from '../support/wire-tap.js';

const TTL = 90 * 24 * 3600;

describe('indexes', () => {
  let client: mongoose.mongo.MongoClient, db: mongoose.mongo.Db, name: string;
  beforeAll(async () => {
    client = await mongoose.mongo.MongoClient.connect(inject('mongoUri'));
  });
  beforeEach(() => {
    name = `test_${randomBytes(8).toString('hex')}`;
    db = client.db(name);
  });
  afterEach(async () => {
    await db.dropDatabase();
  });
  afterAll(() => client.close());

  it.each([
    { what: 'another time of expiry', key: { created_at: 1 }, options: { expireAfterSeconds: 60 } },
    { what: 'no time of expiry', key: { created_at: 1 }, options: {} },
    { what: 'another rule', key: { created_at: 1 }, options: { expireAfterSeconds: TTL, unique: true } },
    { what: 'its name and other fields', key: { drift_score: 1 }, options: { name: 'created_at_1' } },
    { what: 'another name', key: { created_at: 1 }, options: { name: 'mine', expireAfterSeconds: 60 } },
  ] as const)('that a release before built with $what are changed', async ({ key, options }) => {
    await db.collection('drift_metrics').createIndex(key, options);
    const app = await createTestApp({ env: { MONGO_DB_NAME: name } });
    const indexes = await db.collection('drift_metrics').indexes();
    await app.close();
    const expiring = indexes.filter((index) => index.key['created_at'] === 1 && Object.keys(index.key).length === 1);
    expect(expiring).toMatchObject([{ expireAfterSeconds: TTL }]);
    expect(expiring[0]?.unique).toBeUndefined();
  });

  it('are waited for by a server that tells it is indexing', async () => {
    const folder = await temporaryFolder();
    const tap = await WireTap.start(inject('mongoUri'));
    const held = deferred();
    tap.look = (command) => (command['createIndexes'] === 'llm_events' ? { until: held.promise } : undefined);
    const uri = new URL(tap.uri);
    // Shorter than the build, and than the test: what was waited for before was half a minute.
    uri.search = 'socketTimeoutMS=3000';
    const port = String(20_000 + Math.floor(Math.random() * 20_000));
    const server = ServerProcess.launch(folder.path, { MONGO_URI: uri.href, MONGO_DB_NAME: name, PORT: port });
    try {
      const url = `http://127.0.0.1:${port}`;
      const status = async (path: string) => fetch(`${url}${path}`);
      const waiting = await eventually(
        async () => status('/health/ready'),
        () => true,
        30_000,
      );
      expect(waiting.status).toBe(503);
      expect(await waiting.json()).toMatchObject({ code: 'indexing' });
      expect((await status('/health')).status).toBe(200);
      expect(await (await status('/dashboard/health')).json()).toMatchObject({ code: 'indexing' });
      expect(server.output).toMatch(/index is being built","collection":"llm_events","index":"\w+"/);
      expect(server.output).not.toContain('AegisAI is ready');
      held.resolve();
      await eventually(
        async () => server.output,
        (text) => text.includes('AegisAI is ready'),
        30_000,
      );
      expect((await status('/health/ready')).status).toBe(200);
    } finally {
      await server.end('SIGKILL');
      tap.stop();
      await folder.remove();
    }
  });
});
