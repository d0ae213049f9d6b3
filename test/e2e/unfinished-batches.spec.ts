import { Injectable, Module } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../src/lib/ids.js';
import type { OrgId } from '../../src/lib/org-id.js';
import { On } from '../../src/platform/event-bus.js';
import { RiskAssessed } from '../../src/risk/risk.facts.js';
import { BatchesStore } from '../../src/telemetry/batches.store.js';
import { EventsStore } from '../../src/telemetry/events.store.js';
import { SweeperService } from '../../src/telemetry/sweeper.service.js';
import type { LlmEvent } from '../../src/telemetry/telemetry.facts.js';
import { VerifyService } from '../../src/telemetry/verify.service.js';
import { llmEvent, mlEvent, riskyCall, times } from '../support/factories.js';
import { eventually } from '../support/poll.js';
import { stored } from '../support/stored.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const NOON = new Date('2026-03-01T12:00:00.000Z');

/** A listener of somebody else's, which fails as often as it is told. */
@Injectable()
class Unreliable {
  failures = 0;
  readonly seen: RiskAssessed[] = [];

  @On(RiskAssessed)
  async note(fact: RiskAssessed): Promise<void> {
    if (this.failures > 0) {
      this.failures--;
      throw new Error('not today');
    }
    this.seen.push(fact);
  }
}

@Module({ providers: [Unreliable] })
class UnreliableModule {}

describe('batches left unfinished', () => {
  let app: TestApp, member: Member, listener: Unreliable;
  beforeAll(async () => {
    app = await createTestApp({ extensions: [UnreliableModule] });
    listener = app.app.get(Unreliable);
  });
  beforeEach(async () => {
    app.travelTo(NOON);
    member = await app.join();
    listener.failures = 0;
    listener.seen.length = 0;
  });
  afterAll(() => app.close());

  function later(seconds: number): void {
    app.travelTo(new Date(NOON.getTime() + seconds * 1000));
  }

  /** What a crash between the answer and the work leaves behind. */
  async function crashedBatch(orgId: OrgId, events: readonly LlmEvent[]): Promise<void> {
    const eventIds = events.map(({ id }) => id);
    const batch = {
      id: newId(NOON.getTime()),
      orgId,
      kind: 'llm',
      eventIds,
      fingerprint: undefined,
      claims: 0,
    } as const;
    await app.app.get(BatchesStore).open(batch);
    await app.app.get(EventsStore).insert(orgId, { kind: 'llm', events });
  }

  function call(): LlmEvent {
    const texts = { prompt: 'password '.repeat(5), response: 'developer mode '.repeat(5) };
    return { id: newId(NOON.getTime()), modelName: 'chat', ...texts, latencyMs: 5, tokenCount: 20, timestamp: NOON };
  }

  async function isFinished(): Promise<boolean> {
    await app.app.get(SweeperService).sweep();
    await app.drain();
    const { batchesOpen, bucketsDirty, eventsUnlabelled } = await app.app.get(VerifyService).verify([member.orgId]);
    return batchesOpen + bucketsDirty + eventsUnlabelled === 0;
  }

  async function distribution(): Promise<unknown> {
    return (await member.get('/dashboard/risk-distribution').expect(200)).body;
  }

  it('by a crash are taken up once their lease has run out', async () => {
    await crashedBatch(member.orgId, times(3, call));
    later(10);
    expect(await isFinished()).toBe(false);
    expect(await distribution()).toEqual({ normalCount: 0, suspiciousCount: 0, riskyCount: 0 });
    later(16);
    await eventually(isFinished, (is) => is);
    expect(await distribution()).toEqual({ normalCount: 0, suspiciousCount: 0, riskyCount: 3 });
    expect((await member.get('/dashboard/alerts').expect(200)).body).toHaveLength(3);
  });

  it('by a crash before their events were stored do not stand in the way of others', async () => {
    const eventIds = [newId(NOON.getTime())];
    const { orgId } = member;
    const batch = {
      id: newId(NOON.getTime()),
      orgId,
      kind: 'llm',
      eventIds,
      fingerprint: undefined,
      claims: 0,
    } as const;
    await app.app.get(BatchesStore).open(batch);
    await crashedBatch(orgId, [call()]);
    later(16);
    await eventually(
      async () => {
        await isFinished();
        return stored(app, 'llm_events', orgId);
      },
      ([event]) => event?.['riskLabel'] === 'risky',
    );
    await app.connection.collection('ingest_batches').deleteMany({});
  });

  it.each([
    { kind: 'llm', event: riskyCall(), label: { normalCount: 0, suspiciousCount: 0, riskyCount: 2 }, alerts: 2 },
    { kind: 'ml', event: mlEvent(), label: { normalCount: 2, suspiciousCount: 0, riskyCount: 0 }, alerts: 0 },
  ])('by a failing listener are tried again, and $kind events counted once', async ({ kind, event, label, alerts }) => {
    listener.failures = 1;
    await member.post(`/ingest/${kind}`, { events: [event, event] }).expect(200, { ingested: 2 });
    await app.drain();
    expect(listener.seen).toEqual([]);
    expect(await app.connection.collection('ingest_batches').countDocuments({ s: 0 })).toBe(1);
    later(2);
    await eventually(isFinished, (is) => is);
    expect(listener.seen.map((fact) => fact.labels.length)).toEqual([2]);
    expect(await distribution()).toEqual(label);
    expect((await member.get('/dashboard/alerts').expect(200)).body).toHaveLength(alerts);
  });

  it('do not hold up other batches', async () => {
    listener.failures = 1;
    await member.post('/ingest/llm', { events: [llmEvent()] }).expect(200);
    await app.drain();
    await member.post('/ingest/llm', { events: [llmEvent()] }).expect(200);
    await app.drain();
    expect(listener.seen).toHaveLength(1);
    later(2);
    await eventually(isFinished, (is) => is);
    expect(await distribution()).toEqual({ normalCount: 2, suspiciousCount: 0, riskyCount: 0 });
  });
});
