import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { llmEvent, mlEvent, riskyCall } from '../support/factories.js';
import { fieldTypes, stored, storedOne } from '../support/stored.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

describe('collections', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp();
    member = await app.join('Acme');
    const stats = { amount: { mean: 10, std: 2 } };
    await member.put('/models/fraud/profile', { baseline_latency_ms: 10, feature_stats: stats }).expect(200);
    await member.post('/ingest/ml', { events: [mlEvent({ latency_ms: 40 })] }).expect(200);
    await member.post('/ingest/llm', { events: [riskyCall()] }).expect(200);
    await app.drain();
  });
  afterAll(() => app.close());

  const LABEL = { riskScore: 'double', riskLabel: 'string' };

  it.each([
    {
      collection: 'api_keys',
      fields: {
        organization_id: 'objectId',
        client_id: 'string',
        client_secret_hash: 'string',
        is_active: 'bool',
        created_at: 'date',
      },
    },
    {
      collection: 'ml_events',
      fields: {
        organization_id: 'objectId',
        model_name: 'string',
        prediction: 'string',
        input_data: 'object',
        latency_ms: 'double',
        timestamp: 'date',
        ...LABEL,
      },
    },
    {
      collection: 'llm_events',
      fields: {
        organization_id: 'objectId',
        model_name: 'string',
        prompt: 'string',
        response: 'string',
        latency_ms: 'double',
        token_count: 'double',
        timestamp: 'date',
        ...LABEL,
        flags: 'array',
      },
    },
    {
      collection: 'model_profiles',
      fields: {
        organization_id: 'objectId',
        model_name: 'string',
        baseline_latency_ms: 'double',
        created_at: 'date',
        feature_stats: 'object',
      },
    },
    {
      collection: 'drift_metrics',
      fields: {
        organization_id: 'objectId',
        model_name: 'string',
        window_start: 'date',
        window_end: 'date',
        mean_latency_ms: 'double',
        drift_score: 'double',
        created_at: 'date',
      },
    },
    {
      collection: 'health_scores',
      fields: {
        organization_id: 'objectId',
        score: 'double',
        details: 'object',
        created_at: 'date',
        updated_at: 'date',
      },
    },
  ])('$collection holds the fields of the contract', async ({ collection, fields }) => {
    expect(fieldTypes(await storedOne(app, collection, member.orgId))).toMatchObject(fields);
  });

  it.each(['ml_events', 'llm_events'])('%s hold no processing state and nothing else', async (collection) => {
    const { _id, ...fields } = await storedOne(app, collection, member.orgId);
    expect(_id).toMatch(/^[0-9a-f]{32}$/);
    const known =
      collection === 'ml_events'
        ? ['prediction', 'input_data']
        : ['prompt', 'response', 'token_count', 'flags', 'risk'];
    const common = ['organization_id', 'model_name', 'latency_ms', 'timestamp', 'riskScore', 'riskLabel'];
    expect(Object.keys(fields).sort()).toEqual([...common, ...known].sort());
  });

  it('organizations hold a name and when they were made', async () => {
    const [organization] = await stored(app, 'organizations');
    expect(fieldTypes(organization ?? {})).toEqual({ _id: 'objectId', name: 'string', created_at: 'date' });
    expect(organization).toMatchObject({ name: 'Acme' });
  });

  it('secrets are stored as bcrypt hashes', async () => {
    const key = await storedOne(app, 'api_keys', member.orgId);
    expect(key['client_secret_hash']).toMatch(/^\$2[ab]\$10\$.{53}$/);
    expect(JSON.stringify(key)).not.toContain(member.clientSecret);
  });

  it('alerts hold the fields of the contract; the model is null for health', async () => {
    const alerts = await stored(app, 'alerts', member.orgId);
    const fields = {
      organization_id: 'objectId',
      model_name: 'string',
      type: 'string',
      message: 'string',
      severity: 'string',
      created_at: 'date',
      resolved: 'bool',
    };
    expect(alerts.map((alert) => alert['type']).sort()).toEqual(['drift', 'risk']);
    for (const alert of alerts) expect(fieldTypes(alert)).toMatchObject(fields);
  });

  it.each(['ml_events', 'llm_events'])('%s are indexed as the contract says', async (collection) => {
    const indexes = await app.connection.collection(collection).listIndexes().toArray();
    const keys = indexes.map(({ key }) => Object.entries(key as Record<string, unknown>));
    expect(keys).toContainEqual([
      ['riskLabel', 1],
      ['timestamp', 1],
    ]);
    expect(keys).toContainEqual([
      ['organization_id', 1],
      ['riskLabel', 1],
    ]);
  });

  it('a call without a finding has an empty list of flags', async () => {
    const other = await app.join('Other');
    await other.post('/ingest/llm', { events: [llmEvent()] }).expect(200);
    await app.drain();
    expect(await storedOne(app, 'llm_events', other.orgId)).toMatchObject({ riskLabel: 'normal', flags: [] });
  });
});
