import type { Document } from 'bson';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import mongoose from 'mongoose';
import { checkEngine } from '../../src/platform/engine/check-engine.js';
import { ENGINE_NEEDS } from '../../src/platform/engine/engine-needs.js';
import { JobFailures } from '../../src/platform/probes/job-failures.js';
import { RollupsService } from '../../src/telemetry/rollups.service.js';
import { mlEvent } from '../support/factories.js';
import { createTappedApp } from '../support/tapped-app.js';
import { WireTap } from '../support/wire-tap.js';

const NOT_IMPLEMENTED = { ok: 0, code: 238, codeName: 'NotImplemented', errmsg: 'is not implemented yet' };

function lacking(text: string): (command: Document) => { instead: Document } | undefined {
  return (command) => (JSON.stringify(command).includes(text) ? { instead: NOT_IMPLEMENTED } : undefined);
}

describe('an engine that lacks something', () => {
  let tap: WireTap, client: mongoose.mongo.MongoClient;
  beforeAll(async () => {
    tap = await WireTap.start(inject('mongoUri'));
    client = await mongoose.mongo.MongoClient.connect(tap.uri);
  });
  afterEach(() => {
    tap.look = () => undefined;
  });
  afterAll(async () => {
    await client.db('test_engine_check').dropDatabase();
    await client.close();
    tap.stop();
  });

  it.each([
    { lacks: 'expireAfterSeconds', text: '"expireAfterSeconds"' },
    { lacks: '$last', text: '"$last"' },
    { lacks: '$subtract', text: '"$subtract"' },
    { lacks: 'hint', text: '"hint"' },
    { lacks: 'retryWrites=false', text: '"txnNumber"' },
  ])('is refused at the start, and $lacks is named', async ({ lacks, text }) => {
    tap.look = lacking(text);
    if (text === '"txnNumber"')
      tap.look = (command) => ('findAndModify' in command ? { instead: RETRYABLE } : undefined);
    const checked = checkEngine(client.db('test_engine_check'));
    await expect(checked).rejects.toThrow(/^Configuration refused:\n {2}MONGO_URI leads to an engine/);
    await expect(checked).rejects.toThrow(lacks);
  });

  it('is taken where it lacks nothing', async () => {
    await checkEngine(client.db('test_engine_check'));
    expect(new Set(ENGINE_NEEDS.map(({ name }) => name)).size).toBe(ENGINE_NEEDS.length);
  });
});

const RETRYABLE = { ok: 0, code: 301, errmsg: 'Retryable writes are not supported' };

it('roll-ups that fail for minutes show in readiness and as a metric', async () => {
  const app = await createTappedApp({ hasClockwork: false });
  try {
    const member = await app.join();
    app.tap.look = lacking('"$subtract"');
    await member.post('/ingest/ml', { events: [mlEvent()] }).expect(200);
    const failures = app.app.get(JobFailures);
    failures.failed('rollups', performance.now() - 180_000);
    await app.drain();
    const { body } = await app.http.get('/health/ready').expect(200);
    expect(body).toMatchObject({ status: 'ok', failing: { rollups: expect.any(Number) } });
    expect((await app.http.get('/metrics').expect(200)).text).toMatch(
      /^aegis_job_failing_seconds\{job="rollups"\} 1\d\d$/m,
    );
    app.tap.look = () => undefined;
    await app.app.get(RollupsService).flush();
    expect((await app.http.get('/health/ready').expect(200)).body).toEqual({ status: 'ok' });
  } finally {
    await app.close();
  }
});
