import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AlertsStore } from '../../src/alerts/alerts.store.js';
import { newId } from '../../src/lib/ids.js';
import { BatchesStore } from '../../src/telemetry/batches.store.js';
import type { BatchRef } from '../../src/telemetry/batch-ref.js';
import { EventsStore } from '../../src/telemetry/events.store.js';
import { LabelsStore } from '../../src/telemetry/labels.store.js';
import { PipelineService } from '../../src/telemetry/pipeline.service.js';
import type { LlmEvent } from '../../src/telemetry/telemetry.facts.js';
import { times } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

function call(): LlmEvent {
  const texts = { prompt: 'password '.repeat(5), response: 'developer mode '.repeat(5) };
  return { id: newId(Date.now()), modelName: 'chat', ...texts, latencyMs: 5, tokenCount: 20, timestamp: new Date() };
}

describe('an event that has its label but not its alert', () => {
  let app: TestApp, member: Member, pipeline: PipelineService, events: readonly LlmEvent[];
  beforeAll(async () => {
    app = await createTestApp();
    pipeline = app.app.get(PipelineService);
  });
  beforeEach(async () => {
    member = await app.join();
    events = times(3, call);
    await app.app.get(EventsStore).insert(member.orgId, { kind: 'llm', events });
  });
  afterAll(() => app.close());

  async function opened(claims: number): Promise<BatchRef> {
    const eventIds = events.map(({ id }) => id);
    const { orgId } = member;
    const batch = { id: newId(Date.now()), orgId, kind: 'llm', eventIds, fingerprint: undefined, claims } as const;
    await app.app.get(BatchesStore).open(batch);
    return batch;
  }

  it('because its worker died in between keeps its batch open for one that has seen it', async () => {
    const verdicts = events.map(({ id }) => ({ eventId: id, riskScore: 0.8, riskLabel: 'risky' }) as const);
    const batch = await opened(1);
    // This worker read the events before they were stored, and looks again after another has labelled them and died.
    await app.app.get(LabelsStore).write(member.orgId, { kind: 'llm', events }, verdicts);
    expect(await pipeline.process(batch, { kind: 'llm', events: [] })).toBe(false);
    expect(await pipeline.process({ ...batch, claims: 2 }, { kind: 'llm', events })).toBe(true);
    expect((await member.get('/dashboard/alerts').expect(200)).body).toHaveLength(3);
  });

  it('because raising it failed while tried alone is tried again', async () => {
    const batch = await opened(3);
    const list = { kind: 'llm', events } as const;
    const raise = vi.spyOn(app.app.get(AlertsStore), 'raiseForEvents').mockRejectedValueOnce(new Error('not today'));
    expect(await pipeline.process(batch, list)).toBe(false);
    expect(await pipeline.process({ ...batch, claims: 4 }, list)).toBe(true);
    expect((await member.get('/dashboard/alerts').expect(200)).body).toHaveLength(3);
    raise.mockRestore();
  });

  it('because raising it always fails ends as a dead letter, keeps its label, and has its alert after a replay', async () => {
    const batch = await opened(7);
    const list = { kind: 'llm', events } as const;
    const raise = vi.spyOn(app.app.get(AlertsStore), 'raiseForEvents').mockRejectedValueOnce(new Error('never'));
    expect(await pipeline.process(batch, list)).toBe(true);
    raise.mockRestore();
    const { body } = await member.get('/dead-letters').expect(200);
    expect(body.dead_letters).toMatchObject([{ code: 'processing_failed' }]);
    await member.post('/dead-letters/replay').expect(200, { replayed: 1 });
    await vi.waitFor(
      async () => expect((await member.get('/dashboard/alerts').expect(200)).body).toHaveLength(3),
      10_000,
    );
    await app.drain();
    const { body: counts } = await member.get('/dashboard/risk-distribution').expect(200);
    expect(counts).toEqual({ normalCount: 0, suspiciousCount: 0, riskyCount: 3 });
  });
});
