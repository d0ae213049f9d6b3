import { readFileSync } from 'node:fs';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExportAudit } from '../../src/dashboard/export-audit.service.js';
import { RiskPoliciesService } from '../../src/risk/risk-policies.service.js';
import { DriftTraffic } from '../support/drift-traffic.js';
import { llmEvent } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';
import { entriesOf } from './support/audit-chain.js';
import { AUDITED, CANARY } from './support/audited-routes.js';

/** What changes nothing that protects, or comes too often: telemetry itself, and questions. */
const NOT_AUDITED = new Set([
  'POST /ingest/ml',
  'POST /ingest/llm',
  'POST /risk/classify',
  'POST /risk/classify/batch',
]);

/** Operations of the committed document that are to be audited. */
function auditable(): string[] {
  const document = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'));
  return Object.entries<Record<string, { security?: object[] }>>(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([method, { security }]) => {
        const isExport = method === 'get' && /\/export\b/.test(path);
        return security !== undefined && (isExport || ['post', 'put', 'patch', 'delete'].includes(method));
      })
      .map(([method]) => `${method.toUpperCase()} ${path}`)
      .filter((operation) => !NOT_AUDITED.has(operation)),
  );
}

describe('hostile-125 what weakens protection', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp({ hasClockwork: false });
    const begun = await DriftTraffic.begin(app);
    member = begun.member;
    await begun.traffic.send(0, 20);
    const event = llmEvent({ model_name: 'm', prompt: `the password is ${CANARY}7X!` });
    await member.post('/ingest/llm', { events: [event] }).expect(200);
    await app.drain();
  });
  afterAll(() => app.close());

  it('hostile-125 has a row here for each route, also for those that are to come', () => {
    expect(Object.keys(AUDITED).sort()).toEqual(auditable().sort());
  });

  it.each(Object.entries(AUDITED))('hostile-125 %s is audited', async (_operation, { actions, call }) => {
    const before = await entriesOf(app, member);
    await call(member);
    const added = (await entriesOf(app, member)).slice(0, -before.length || undefined);
    expect(added.map(({ action }) => action).reverse()).toEqual(expect.arrayContaining([...actions]));
    for (const action of actions) {
      expect(added.find((entry) => entry.action === action)).toMatchObject({ actor_client_id: member.clientId });
    }
  });

  it('hostile-125 says what was changed into what', async () => {
    const other = await app.join('Details');
    await other.put('/risk/policy', { policy: 'calibrated', masking: 'secrets+pii' }).expect(200);
    await other.put('/risk/policy', { policy: 'calibrated', masking: 'off' }).expect(200);
    const pattern = { name: 'staff', pattern: CANARY, about: 'sensitive', strength: 0.8 };
    await other.put('/risk/patterns', { patterns: [pattern, { ...pattern, name: 'second' }] }).expect(200);
    await other.put('/risk/patterns', { patterns: [{ ...pattern, strength: 0 }] }).expect(200);
    await other.post('/risk/allowances', { rule: 'secret.password', model_name: 'm' }).expect(200);
    await other.get('/events/ml/export?label=risky&model=m').expect(200);
    const [ended, started, rule, weaker, patterns, unmasked] = await entriesOf(app, other);
    expect(unmasked?.details).toEqual({
      policy_from: 'calibrated',
      policy: 'calibrated',
      masking_from: 'secrets+pii',
      masking: 'off',
    });
    expect(patterns?.details).toMatchObject({ count_from: 0, count: 2, names: 'staff second' });
    expect(weaker?.details).toMatchObject({ count_from: 2, count: 1, names: 'staff' });
    expect(String(patterns?.details['hashes']).split(' ')).not.toContain(weaker?.details['hashes']);
    expect(rule?.details).toMatchObject({ kind: 'rule', rule: 'secret.password', model: 'm' });
    expect(started?.details).toEqual({ kind: 'ml', format: 'ndjson', filters: 'model label' });
    expect(ended?.details).toEqual({ kind: 'ml', format: 'ndjson', events: 0, outcome: 'complete' });
  });

  it('hostile-125 says how much of an export that was broken off was taken', async () => {
    const other = await app.join('Export');
    async function* endless(): AsyncGenerator<number> {
      for (let event = 1; ; event++) yield event;
    }
    const caller = { orgId: other.orgId, clientId: other.clientId };
    const counted = await app.app.get(ExportAudit).begin(caller, { kind: 'llm', format: 'csv', filters: ['model'] });
    for await (const event of counted(endless())) if (event === 7) break;
    const [ended] = await entriesOf(app, other);
    expect(ended).toMatchObject({ action: 'export_ended', details: { events: 7, outcome: 'broken_off' } });
  });

  it('hostile-125 holds no text, no pattern and no secret', async () => {
    expect(JSON.stringify(await entriesOf(app, member))).not.toContain(CANARY);
  });

  it('hostile-125 leaves no entry where it was refused', async () => {
    const other = await app.join('Refused');
    const before = await entriesOf(app, other);
    await other.put('/risk/policy', { policy: 'none' }).expect(422);
    await other.delete(`/risk/allowances/${'0'.repeat(64)}`).expect(404);
    await other.put('/models/m/profile', {}).expect(422);
    await other.delete('/models/m/profile').expect(404);
    expect(await entriesOf(app, other)).toEqual(before);
  });

  it('hostile-125 the policy that is audited is the one that was stored', async () => {
    const other = await app.join('Stored');
    await app.app.get(RiskPoliciesService).of(other.orgId);
    const filter = { _id: new mongoose.Types.ObjectId(other.orgId) };
    const fields = { organization_id: filter._id, policy: 'calibrated', masking: 'secrets', updated_at: new Date() };
    await app.connection.collection('risk_policies').updateOne(filter, { $set: fields }, { upsert: true });
    await other.put('/risk/policy', { policy: 'baseline' }).expect(200);
    const [entry] = await entriesOf(app, other);
    expect(entry?.details).toMatchObject({ policy_from: 'calibrated', masking_from: 'secrets' });
  });
});
