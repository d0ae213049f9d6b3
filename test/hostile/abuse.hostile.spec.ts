import { Injectable, Module } from '@nestjs/common';
import mongoose from 'mongoose';
import { describe, expect, it, vi } from 'vitest';
import { RiskAlertsService } from '../../src/alerts/risk-alerts.service.js';
import type { OrgId } from '../../src/lib/org-id.js';
import { On } from '../../src/platform/event-bus.js';
import { RiskAssessed } from '../../src/risk/risk.facts.js';
import { attemptPlan } from '../../src/telemetry/attempt-plan.js';
import { RollupsStore } from '../../src/telemetry/rollups.store.js';
import { SweeperService } from '../../src/telemetry/sweeper.service.js';
import { LlmEventsStored } from '../../src/telemetry/telemetry.facts.js';
import { llmEvent, mlEvent, riskyCall, times } from '../support/factories.js';
import { eventually } from '../support/poll.js';
import { stored } from '../support/stored.js';
import { hostileApp } from './support/hostile-app.js';

const RETRY_AFTER = /^[1-9]\d*$/;

describe('a flood', () => {
  const hostile = hostileApp({
    ORG_BYTES_PER_SECOND: '20000',
    ORG_BURST_BYTES: '20000',
    MAX_IN_FLIGHT_INSERTS: '2',
    MAX_IN_FLIGHT_BYTES: '1048576',
  });

  it('hostile-88: of one organization is told 429, and another one is not', async () => {
    const quiet = await hostile.app.join('Quiet');
    const batch = { events: times(50, () => mlEvent()) };
    const flood = await Promise.all(times(30, async () => hostile.ingest('ml', batch)));
    const refused = flood.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    for (const { headers, body } of refused) {
      expect(headers['retry-after']).toMatch(RETRY_AFTER);
      expect(body.code).toBe('rate_limited');
    }
    const own = { Authorization: `Bearer ${quiet.token}` };
    const answer = await eventually(
      async () => hostile.ingest('ml', { events: [mlEvent()] }, own),
      ({ status }) => status === 200,
    );
    expect(answer.body).toEqual({ ingested: 1 });
  });

  it('hostile-89: of everybody is told 503, and what was acknowledged is stored', async () => {
    const members = await Promise.all(times(6, async () => hostile.app.join()));
    const large = { events: times(3, () => mlEvent({ input_data: { text: 'x'.repeat(100_000) } })) };
    const answers = await Promise.all(
      members.map(async ({ token }) => hostile.ingest('ml', large, { Authorization: `Bearer ${token}` })),
    );
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    for (const { status, body, headers } of refused) {
      expect([status, body.code]).toEqual([503, 'overloaded']);
      expect(headers['retry-after']).toMatch(RETRY_AFTER);
    }
    const events = await Promise.all(members.map(async ({ orgId }) => stored(hostile.app, 'ml_events', orgId)));
    expect(events.flat()).toHaveLength(3 * (answers.length - refused.length));
  });

  it('hostile-91: is not told to come back all at once', async () => {
    const answers = await Promise.all(
      times(40, async () => hostile.ingest('ml', { events: times(200, () => mlEvent()) })),
    );
    const waits = answers.filter(({ status }) => status >= 429).map(({ headers }) => headers['retry-after']);
    expect(new Set(waits).size).toBeGreaterThan(1);
  });
});

describe('a storm of risky events', () => {
  const hostile = hostileApp({ MAX_RISK_ALERTS: '10' });

  async function riskAlerts(orgId: OrgId): Promise<Record<string, unknown>[]> {
    return (await stored(hostile.app, 'alerts', orgId)).filter(({ type }) => type === 'risk');
  }

  it('hostile-90: has one alert an event up to a bound, then one for all, with their count', async () => {
    const member = await hostile.app.join();
    const timestamp = new Date(Math.floor(Date.now() / 600_000) * 600_000 - 60_000).toISOString();
    const events = times(25, () => riskyCall({ timestamp }));
    await member.post('/ingest/llm', { events: [...events, llmEvent({ timestamp })] }).expect(200);
    await member.post('/ingest/llm', { events: events.slice(0, 5) }).expect(200);
    await hostile.app.drain();
    const alerts = await riskAlerts(member.orgId);
    const groups = alerts.filter(({ grouped }) => grouped === true);
    expect(alerts).toHaveLength(11);
    expect(groups).toEqual([expect.objectContaining({ occurrences: 30, severity: 'critical', model_name: null })]);
    const { body } = await member.get('/dashboard/alerts').expect(200);
    expect(body.filter(({ model_name }: { model_name: unknown }) => model_name === null)).toEqual([
      expect.objectContaining({ message: expect.stringContaining(': 30. '), type: 'risk', resolved: false }),
    ]);
  });

  it('hostile-90: changes nothing when it is worked on again', async () => {
    const member = await hostile.app.join();
    const timestamp = new Date(Math.floor(Date.now() / 600_000) * 600_000 - 60_000);
    await member.post('/ingest/llm', { events: times(15, () => riskyCall({ timestamp: timestamp.toISOString() })) });
    await hostile.app.drain();
    const before = await riskAlerts(member.orgId);
    const labels = (await stored(hostile.app, 'llm_events', member.orgId)).map(({ _id }) => ({
      eventId: String(_id),
      modelName: 'chat',
      timestamp,
      riskScore: 0.8,
      riskLabel: 'risky' as const,
    }));
    for (const again of [labels, [...labels].reverse()]) {
      await hostile.app.app.get(RiskAlertsService).watchRisk(new RiskAssessed(member.orgId, 'llm', again));
    }
    await hostile.app.drain();
    const without = (alerts: Record<string, unknown>[]): unknown[] =>
      alerts.map(({ touched_at: _at, ...rest }) => rest);
    expect(without(await riskAlerts(member.orgId))).toEqual(without(before));
  });
});

/** A listener of somebody else's, which can't stand one model. */
@Injectable()
class Choosy {
  @On(LlmEventsStored)
  async look({ events }: LlmEventsStored): Promise<void> {
    if (events.some(({ modelName }) => modelName === 'poison')) throw new Error('not this one');
  }
}

@Module({ providers: [Choosy] })
class ChoosyModule {}

describe('a poison event', () => {
  const hostile = hostileApp({}, [ChoosyModule]);

  /** One try of everything that is open, as if every lease had run out. */
  async function sweep(): Promise<void> {
    const ledger = hostile.app.connection.collection('ingest_batches');
    await ledger.updateMany({ s: 0 }, { $set: { lease: new Date(0) } });
    await hostile.app.app.get(SweeperService).sweep();
    await hostile.app.drain();
  }

  it('hostile-92: ends as a dead letter after its tries; its batch mates are done', async () => {
    const member = await hostile.app.join();
    const events = [...times(4, () => llmEvent()), llmEvent({ model_name: 'poison' })];
    await member.post('/ingest/llm', { events }).expect(200);
    await hostile.app.drain();
    await eventually(
      async () => {
        await sweep();
        return stored(hostile.app, 'ingest_batches', member.orgId);
      },
      (batches) => batches.every(({ s }) => s !== 0),
    );
    const { body } = await member.get('/dead-letters').expect(200);
    expect(body.dead_letters).toEqual([expect.objectContaining({ model_name: 'poison', code: 'processing_failed' })]);
    expect((await member.get('/dashboard/risk-distribution').expect(200)).body).toMatchObject({
      // What labels it runs beside the listener that fails.
      normalCount: 5,
    });
  });

  it('hostile-93: that ends the process is counted before it is tried, and given up in the end', async () => {
    const plans = times(22, (claims) => attemptPlan(claims));
    expect(plans[0]).toBe('together');
    expect(plans.at(-1)).toBe('bury_rest');
    expect(plans).toContain('alone');
    const member = await hostile.app.join();
    await member.post('/ingest/llm', { events: [riskyCall({ model_name: 'poison' })] }).expect(200);
    await hostile.app.drain();
    const [before] = await stored(hostile.app, 'ingest_batches', member.orgId);
    await hostile.app.connection
      .collection('ingest_batches')
      .updateOne({ _id: before?.['_id'] as never }, { $set: { claims: 30, lease: new Date(0) } });
    await hostile.app.app.get(SweeperService).sweep();
    await hostile.app.drain();
    const [after] = await stored(hostile.app, 'ingest_batches', member.orgId);
    expect(after).toMatchObject({ claims: 31, s: 2 });
    const { body } = await member.get('/dead-letters').expect(200);
    expect(body.dead_letters).toEqual([expect.objectContaining({ code: 'never_finished' })]);
  });
});

describe('what costs time', () => {
  const hostile = hostileApp();

  it.each([
    { what: 'a phrase that begins again and again', prompt: 'ignore '.repeat(14_000) },
    { what: 'one letter', prompt: 'a'.repeat(100_000) },
    { what: 'blanks', prompt: `ignore${' '.repeat(99_900)}x` },
    { what: 'half a phrase', prompt: 'act as '.repeat(14_000) },
    { what: 'half a word', prompt: 'api '.repeat(25_000) },
    { what: 'digits and dots', prompt: '1.'.repeat(50_000) },
    { what: 'letters and at signs', prompt: 'a@'.repeat(50_000) },
  ])('hostile-60: a prompt of $what is labelled while others are served', async ({ prompt }) => {
    const member = await hostile.app.join();
    await member.post('/ingest/llm', { events: [llmEvent({ prompt, response: prompt })] }).expect(200);
    await hostile.app.drain();
    const [event] = await stored(hostile.app, 'llm_events', member.orgId);
    expect(event?.['riskLabel']).toBeTypeOf('string');
  });

  it('hostile-103: what dashboards read is bounded, whatever is asked for', async () => {
    const { Collection } = mongoose.mongo;
    const spies = [vi.spyOn(Collection.prototype, 'find'), vi.spyOn(Collection.prototype, 'aggregate')];
    for (const path of ['alerts', 'risk-distribution', 'models']) {
      for (const spy of spies) spy.mockClear();
      const member = hostile.member;
      expect((await member.get(`/dashboard/${path}?limit=1e9&skip=1e9`)).status).toBe(422);
      expect((await member.get(`/dashboard/${path}`)).status).toBe(200);
      const options = spies.flatMap((spy) => spy.mock.calls.map(([, own]) => own));
      expect(options, path).toContainEqual(expect.objectContaining({ maxTimeMS: 2000 }));
    }
    for (const spy of spies) spy.mockRestore();
  });

  it('hostile-103: a database that takes too long is 503', async () => {
    const slow = Object.assign(new Error('operation exceeded time limit'), { name: 'MongoServerError', code: 50 });
    const read = vi.spyOn(hostile.app.app.get(RollupsStore), 'labelCounts').mockRejectedValueOnce(slow);
    const { status, body, headers } = await hostile.send({ method: 'GET', path: '/dashboard/risk-distribution' });
    expect([status, body.code]).toEqual([503, 'database_busy']);
    expect(headers['retry-after']).toMatch(RETRY_AFTER);
    read.mockRestore();
  });
});

describe('a clock that is wrong', () => {
  const hostile = hostileApp();

  it.each([
    { what: 'an hour behind: its leases seem to end an hour from now', leaseInMs: 3_600_000 },
    { what: 'an hour ahead: its leases seem to have ended', leaseInMs: -3_600_000 },
  ])('hostile-108: of a replica that was $what, does not hold work up', async ({ leaseInMs }) => {
    const member = await hostile.app.join();
    const ledger = hostile.app.connection.collection('ingest_batches');
    await member.post('/ingest/llm', { events: [riskyCall()] }).expect(200);
    await hostile.app.drain();
    const lease = new Date(Date.now() + leaseInMs);
    await ledger.updateMany({}, { $set: { s: 0, lease } });
    await hostile.app.app.get(SweeperService).sweep();
    await hostile.app.drain();
    expect((await stored(hostile.app, 'ingest_batches', member.orgId)).map(({ s }) => s)).toEqual([2]);
    const { body } = await member.get('/dashboard/risk-distribution').expect(200);
    expect(body).toEqual({ normalCount: 0, suspiciousCount: 0, riskyCount: 1 });
    expect((await member.get('/dashboard/alerts').expect(200)).body).toHaveLength(1);
  });
});
