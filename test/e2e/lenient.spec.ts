import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { llmEvent, mlEvent } from '../support/factories.js';
import { stored } from '../support/stored.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const NOW = new Date('2026-03-01T12:00:00.000Z');

/** Bad events of every sort between good ones, and what each is refused for. */
const MIXED_PREDICTIONS = [
  { event: mlEvent(), code: null, field: '' },
  { event: 7, code: 'is_object', field: '' },
  { event: null, code: 'is_object', field: '' },
  { event: [], code: 'is_object', field: '' },
  { event: { ...mlEvent(), latency_ms: '40' }, code: 'is_number', field: 'latency_ms' },
  { event: { ...mlEvent(), latency_ms: -1 }, code: 'min', field: 'latency_ms' },
  { event: mlEvent({ model_name: 'x'.repeat(257) }), code: 'max_length', field: 'model_name' },
  { event: { ...mlEvent(), event_id: 'one' }, code: null, field: '' },
  { event: { ...mlEvent(), event_id: 'one' }, code: 'duplicate_event_id', field: 'event_id' },
  { event: { ...mlEvent(), event_id: '' }, code: 'min_length', field: 'event_id' },
  { event: mlEvent({ timestamp: '2026-03-01T12:11:00Z' }), code: 'in_the_future', field: 'timestamp' },
  { event: mlEvent({ timestamp: '2026-01-01T00:00:00Z' }), code: 'too_old', field: 'timestamp' },
  { event: mlEvent({ timestamp: 'yesterday' }), code: 'is_instant', field: 'timestamp' },
  { event: mlEvent({ input_data: { text: 'x'.repeat(300_000) } }), code: 'event_too_large', field: '' },
  { event: mlEvent(), code: null, field: '' },
] as const;

describe('a batch with faulty events', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp();
  });
  beforeEach(async () => {
    app.travelTo(NOW);
    member = await app.join();
  });
  afterAll(() => app.close());

  const events = MIXED_PREDICTIONS.map(({ event }) => event);
  const rejected = MIXED_PREDICTIONS.flatMap(({ code, field }, index) =>
    code === null ? [] : [{ index, code, field }],
  );

  it('is refused as a whole by default, naming every one', async () => {
    const { body } = await member.post('/ingest/ml', { events }).expect(422);
    const named = body.detail.map(({ loc, code }: { loc: unknown[]; code: string }) => [loc[2], code]);
    expect(named).toEqual(expect.arrayContaining(rejected.map(({ index, code }) => [index, code])));
    expect(await stored(app, 'ml_events', member.orgId)).toEqual([]);
    expect(await stored(app, 'ingest_batches', member.orgId)).toEqual([]);
  });

  it.each(['handling=lenient', 'respond-async, handling=lenient', 'Handling=Lenient'])(
    'is taken in parts with Prefer: %s',
    async (prefer) => {
      const answer = await member.post('/ingest/ml', { events }).set('Prefer', prefer).expect(200);
      expect(answer.body).toEqual({ ingested: 3, rejected });
      await app.drain();
      const documents = await stored(app, 'ml_events', member.orgId);
      expect(documents.map((document) => document['riskLabel'])).toEqual(['normal', 'normal', 'normal']);
    },
  );

  it.each(['handling=strict', 'lenient', ''])('is refused with Prefer: %s', async (prefer) => {
    await member.post('/ingest/ml', { events }).set('Prefer', prefer).expect(422);
  });

  it('without any good one stores nothing', async () => {
    const request = member.post('/ingest/llm', { events: [7, {}] }).set('Prefer', 'handling=lenient');
    const { body } = await request.expect(200);
    expect(body.ingested).toBe(0);
    expect(body.rejected.map(({ index }: { index: number }) => index)).toEqual([0, 1]);
    expect(await stored(app, 'ingest_batches', member.orgId)).toEqual([]);
  });

  it('without any faulty one answers with an empty list', async () => {
    const request = member.post('/ingest/llm', { events: [llmEvent()] }).set('Prefer', 'handling=lenient');
    await request.expect(200, { ingested: 1, rejected: [] });
  });

  it('that is sent again with its key answers the same, also when an event would be good by now', async () => {
    const ahead = llmEvent({ timestamp: '2026-03-01T12:11:00Z' });
    const send = () =>
      member
        .post('/ingest/llm', { events: [llmEvent(), ahead] })
        .set('Prefer', 'handling=lenient')
        .set('Idempotency-Key', 'k');
    const first = { ingested: 1, rejected: [{ index: 1, code: 'in_the_future', field: 'timestamp' }] };
    await send().expect(200, first);
    app.travelTo(new Date('2026-03-01T12:05:00Z'));
    for (const state of ['open', 'done']) {
      const { body } = await send().expect(200);
      expect({ state, ...body }).toEqual({
        state,
        ingested: 1,
        rejected: [{ index: 1, code: 'rejected_before', field: '' }],
      });
      expect(await stored(app, 'llm_events', member.orgId)).toHaveLength(1);
      await app.drain();
    }
  });
});
