import { SchedulerRegistry } from '@nestjs/schedule';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DriftService } from '../../src/drift/drift.service.js';
import { HealthService } from '../../src/health/health.service.js';
import { RetentionService } from '../../src/telemetry/retention.service.js';
import { VerifyService } from '../../src/telemetry/verify.service.js';
import { llmEvent, mlEvent } from '../support/factories.js';
import { stored } from '../support/stored.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const NOON = new Date('2026-03-01T12:00:00.000Z');

function after(seconds: number): Date {
  return new Date(NOON.getTime() + seconds * 1000);
}

describe('periodic jobs', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp();
  });
  beforeEach(async () => {
    app.travelTo(NOON);
    member = await app.join();
  });
  afterAll(() => app.close());

  it('are scheduled: sweep, roll-ups, drift, health, alert review, retention', () => {
    expect(app.app.get(SchedulerRegistry).getIntervals().length).toBeGreaterThanOrEqual(6);
  });

  it('measure drift without traffic: slow predictions leave the window, and their alert is resolved', async () => {
    await member.put('/models/fraud/profile', { baseline_latency_ms: 100 }).expect(200);
    const slow = mlEvent({ latency_ms: 200, timestamp: after(-240).toISOString() });
    const fast = mlEvent({ latency_ms: 100, timestamp: NOON.toISOString() });
    await member.post('/ingest/ml', { events: [slow, fast] }).expect(200);
    await app.drain();
    const open = (await member.get('/dashboard/alerts').expect(200)).body;
    expect(open).toEqual([expect.objectContaining({ type: 'drift', severity: 'critical', resolved: false })]);
    app.travelTo(after(120));
    await app.app.get(DriftService).assessActiveModels();
    const { body } = await member.get('/dashboard/models').expect(200);
    expect(body.models).toEqual([{ model_name: 'fraud', mean_latency_ms: 150, drift_score: 0 }]);
    const resolved = (await member.get('/dashboard/alerts').expect(200)).body;
    expect(resolved).toEqual([expect.objectContaining({ resolved: true })]);
  });

  it('score the health of every organization', async () => {
    const other = await app.join('Other');
    for (const one of [member, other]) await one.post('/ingest/llm', { events: [llmEvent()] }).expect(200);
    await app.drain();
    app.travelTo(after(60));
    await app.app.get(HealthService).scoreAll();
    for (const one of [member, other]) {
      const { body } = await one.get('/dashboard/health').expect(200);
      expect(body.updated_at).toBe(after(60).toISOString());
    }
  });

  it('delete events older than the retention; their counts stay', async () => {
    const days = 24 * 3600;
    await member.post('/ingest/ml', { events: [mlEvent({ timestamp: after(-2 * days).toISOString() })] }).expect(200);
    await member.post('/ingest/llm', { events: [llmEvent()] }).expect(200);
    await app.drain();
    app.travelTo(after(28 * days + 10));
    await app.app.get(RetentionService).deleteOld();
    expect(await stored(app, 'ml_events', member.orgId)).toEqual([]);
    expect(await stored(app, 'llm_events', member.orgId)).toHaveLength(1);
    const { body } = await member.get('/dashboard/risk-distribution').expect(200);
    expect(body).toEqual({ normalCount: 2, suspiciousCount: 0, riskyCount: 0 });
    const { mismatches } = await app.app.get(VerifyService).verify([member.orgId]);
    expect(mismatches).toEqual([]);
  });
});
