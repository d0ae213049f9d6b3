import type { Document } from 'bson';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OrganizationsService } from '../../src/auth/organizations.service.js';
import { VerifyService } from '../../src/telemetry/verify.service.js';
import { llmEvent, mlEvent, times } from '../support/factories.js';
import { createTappedApp, type TappedApp } from '../support/tapped-app.js';
import type { Intervention } from '../support/wire-tap.js';

const TAKEN = { code: 11000, errmsg: 'E11000 duplicate key error', keyPattern: { _id: 1 } };

/** What a MongoDB answers to upserts that lost a race: it repeats one by itself only where the fields of its filter
 * are exactly those of the unique index. Here each that makes a document has lost it to one that did the same a
 * moment before. */
function lostRace(command: Document): Intervention | undefined {
  if ('updates' in command && command['updates'].some(isWide)) return { change: (reply) => refuse(command, reply) };
  if ('findAndModify' in command && command['upsert'] === true && Object.keys(command['query']).length > 1)
    return { change: (reply) => refuseOne(reply) };
  return undefined;
}

function isWide({ q, upsert }: Document): boolean {
  return upsert === true && Object.keys(q).length > 1;
}

function refuse(command: Document, reply: Document): void {
  const lost = ((reply['upserted'] ?? []) as Document[]).filter(({ index }) => isWide(command['updates'][index]));
  if (lost.length === 0) return;
  reply['upserted'] = reply['upserted'].filter((one: Document) => !lost.includes(one));
  reply['n'] -= lost.length;
  reply['writeErrors'] = lost.map(({ index }) => ({ index, ...TAKEN }));
}

function refuseOne(reply: Document): void {
  if (reply['lastErrorObject']?.updatedExisting !== false) return;
  for (const name of Object.keys(reply)) delete reply[name];
  Object.assign(reply, { ok: 0, codeName: 'DuplicateKey', ...TAKEN });
}

describe('upserts that lose their race', () => {
  let app: TappedApp;
  beforeAll(async () => {
    app = await createTappedApp();
    app.tap.look = lostRace;
  });
  afterAll(() => app.close());

  it('cost no batch, no answer and no figure', async () => {
    const member = await app.join();
    await member.put('/models/loans/profile', { baseline_latency_ms: 10 }).expect(200);
    await member.put('/risk/policy', { policy: 'calibrated' }).expect(200);
    const ml = times(30, (nth) => mlEvent({ model_name: `m${nth % 10}`, latency_ms: 900 }));
    const llm = times(30, (nth) => llmEvent({ model_name: `m${nth % 10}` }));
    await member.post('/ingest/ml', { events: ml }).expect(200);
    await member.post('/ingest/llm', { events: llm }).expect(200);
    await member.post('/ingest/ml', { events: [mlEvent({ model_name: 'loans', latency_ms: 5000 })] }).expect(200);
    await app.drain();
    const { text } = await app.http.get('/metrics').expect(200);
    expect(text).not.toMatch(/^aegis_batches_failed_total\{.*\} [1-9]/m);
    const ids = await app.app.get(OrganizationsService).organizationIds();
    expect(await app.app.get(VerifyService).verify(ids)).toMatchObject({
      bucketsDirty: 0,
      batchesOpen: 0,
      eventsUnlabelled: 0,
      mismatches: [],
    });
    const { body } = await member.get('/alerts').expect(200);
    expect(body.alerts.length).toBeGreaterThan(0);
  });
});
