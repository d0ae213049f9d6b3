import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { llmEvent, mlEvent, riskyCall, times } from '../support/factories.js';
import { stored, storedOne } from '../support/stored.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

describe('a request that is sent again', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp();
  });
  beforeEach(async () => {
    member = await app.join();
  });
  afterAll(() => app.close());

  function send(who: Member, kind: 'ml' | 'llm', key: string, events: readonly object[]) {
    return who.post(`/ingest/${kind}`, { events }).set('Idempotency-Key', key);
  }

  async function count(who: Member, kind: 'ml' | 'llm'): Promise<number> {
    return (await stored(app, `${kind}_events`, who.orgId)).length;
  }

  it.each([
    { kind: 'ml', event: mlEvent() },
    { kind: 'llm', event: llmEvent() },
  ] as const)('with its key gets the same answer, and its $kind events are stored once', async ({ kind, event }) => {
    const events = times(3, () => event);
    await send(member, kind, 'batch-1', events).expect(200, { ingested: 3 });
    await send(member, kind, 'batch-1', events).expect(200, { ingested: 3 });
    await app.drain();
    await send(member, kind, 'batch-1', events).expect(200, { ingested: 3 });
    expect(await count(member, kind)).toBe(3);
  });

  it('is counted once and raises its alert once', async () => {
    for (let attempt = 0; attempt < 3; attempt++) {
      await send(member, 'llm', 'k', [riskyCall(), llmEvent()]).expect(200);
      await app.drain();
    }
    expect((await member.get('/dashboard/risk-distribution')).body).toEqual({
      normalCount: 1,
      suspiciousCount: 0,
      riskyCount: 1,
    });
    expect((await member.get('/dashboard/alerts')).body).toHaveLength(1);
  });

  it('without a key is another request', async () => {
    await member.post('/ingest/ml', { events: [mlEvent()] }).expect(200);
    await member.post('/ingest/ml', { events: [mlEvent()] }).expect(200);
    expect(await count(member, 'ml')).toBe(2);
  });

  it.each([
    { other: 'other content', events: [mlEvent({ latency_ms: 41 }), mlEvent()] },
    { other: 'another order', events: [mlEvent({ latency_ms: 1 }), mlEvent()] },
    { other: 'an event less', events: [mlEvent()] },
  ])('with its key but $other is refused, done or not, and nothing is stored', async ({ events }) => {
    await send(member, 'ml', 'k', [mlEvent(), mlEvent({ latency_ms: 1 })]).expect(200);
    for (const state of ['open', 'done']) {
      const { body } = await send(member, 'ml', 'k', events).expect(422);
      expect({ state, code: body.code }).toEqual({ state, code: 'idempotency_key_reused' });
      await app.drain();
    }
    expect(await count(member, 'ml')).toBe(2);
  });

  it.each(['', 'a b', 'ä', 'a/b', 'x'.repeat(256)])('with the key %j is refused', async (key) => {
    const { body } = await send(member, 'ml', encodeURI(key) === key ? key : 'a b', [mlEvent()]).expect(422);
    expect(body.detail).toMatchObject([{ loc: ['header', 'Idempotency-Key'], code: 'idempotency_key' }]);
    expect(await count(member, 'ml')).toBe(0);
  });

  it.each(['a', 'A-b_c.d:9', 'x'.repeat(255)])('may have the key %j', async (key) => {
    await send(member, 'ml', key, [mlEvent()]).expect(200, { ingested: 1 });
  });

  it('while the first try is under way is stored once', async () => {
    const events = times(50, () => llmEvent());
    const answers = await Promise.all(times(8, async () => send(member, 'llm', 'race', events)));
    expect(answers.map(({ status, body }) => [status, body])).toEqual(times(8, () => [200, { ingested: 50 }]));
    await app.drain();
    expect(await count(member, 'llm')).toBe(50);
  });

  it('by another organization, or as another kind, is another request', async () => {
    const other = await app.join();
    await send(member, 'ml', 'k', [{ ...mlEvent(), event_id: 'e' }]).expect(200);
    await send(other, 'ml', 'k', [{ ...mlEvent({ latency_ms: 7 }), event_id: 'e' }]).expect(200);
    await send(member, 'llm', 'k', [{ ...llmEvent(), event_id: 'e' }]).expect(200);
    expect(await storedOne(app, 'ml_events', member.orgId)).toMatchObject({ latency_ms: 40 });
    expect(await storedOne(app, 'ml_events', other.orgId)).toMatchObject({ latency_ms: 7 });
    expect(await count(member, 'llm')).toBe(1);
  });
});

describe('an event that is sent again', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp();
  });
  beforeEach(async () => {
    member = await app.join();
  });
  afterAll(() => app.close());

  it('in the same batch refuses the batch', async () => {
    const events = ['a', 'b', 'a'].map((event_id) => ({ ...mlEvent(), event_id }));
    const { body } = await member.post('/ingest/ml', { events }).expect(422);
    expect(body.detail).toMatchObject([{ loc: ['body', 'events', 2, 'event_id'], code: 'duplicate_event_id' }]);
    expect(await stored(app, 'ml_events', member.orgId)).toEqual([]);
  });

  it('in another batch is stored once, as it was at first, and counted once', async () => {
    const first = { ...riskyCall({ latency_ms: 1 }), event_id: 'e' };
    await member.post('/ingest/llm', { events: [first] }).expect(200, { ingested: 1 });
    const again = { ...llmEvent({ latency_ms: 2 }), event_id: 'e' };
    await member.post('/ingest/llm', { events: [again, llmEvent()] }).expect(200, { ingested: 2 });
    await member
      .post('/ingest/llm', { events: [again] })
      .set('Idempotency-Key', 'k')
      .expect(200, { ingested: 1 });
    await app.drain();
    const documents = await stored(app, 'llm_events', member.orgId);
    expect(documents.map((document) => document['latency_ms']).sort()).toEqual([1, 300]);
    const { body } = await member.get('/dashboard/risk-distribution');
    expect(body).toEqual({ normalCount: 1, suspiciousCount: 0, riskyCount: 1 });
    expect((await member.get('/dashboard/alerts')).body).toHaveLength(1);
  });

  it('in batches at the same time is stored once', async () => {
    const events = times(20, (index) => ({ ...llmEvent(), event_id: `e${index}` }));
    await Promise.all(times(6, async () => member.post('/ingest/llm', { events }).expect(200, { ingested: 20 })));
    await app.drain();
    expect(await stored(app, 'llm_events', member.orgId)).toHaveLength(20);
    const { body } = await member.get('/dashboard/risk-distribution');
    expect(body).toEqual({ normalCount: 20, suspiciousCount: 0, riskyCount: 0 });
  });
});
