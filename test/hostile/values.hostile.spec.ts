import { describe, expect, it } from 'vitest';
import { llmEvent, mlEvent, times } from '../support/factories.js';
import { HOSTILE_EVENTS } from './support/event-requests.js';
import { hostileApp, type HostileAnswer } from './support/hostile-app.js';
import { CANARY } from './support/wire.js';

interface Fault {
  readonly loc: readonly (string | number)[];
  readonly code: string;
}

function faultsOf({ body }: HostileAnswer): readonly Fault[] {
  return body.detail as readonly Fault[];
}

describe('a value', () => {
  const hostile = hostileApp({ ORG_BYTES_PER_SECOND: '1000000000', ORG_BURST_BYTES: '1000000000' });

  it.each(HOSTILE_EVENTS.map((event) => ({ ...event, label: `hostile-${event.row}` })))(
    '$label: $what is refused by $code',
    async ({ kind, json, code, field }) => {
      const good = JSON.stringify(kind === 'ml' ? mlEvent() : llmEvent());
      const answer = await hostile.ingest(kind, `{"events":[${good},${json}]}`);
      expect([answer.status, answer.body.code]).toEqual([422, 'validation_failed']);
      const [fault] = faultsOf(answer);
      expect(fault?.code).toBe(code);
      expect(fault?.loc.slice(0, field === '' ? 3 : 4)).toEqual([
        'body',
        'events',
        1,
        ...(field === '' ? [] : [field]),
      ]);
      const keyed = { 'Idempotency-Key': 'k' };
      expect((await hostile.ingest(kind, `{"events":[${good},${json}]}`, keyed)).status).toBe(422);
    },
  );

  it("hostile-25: lists and objects in each other's place are refused", async () => {
    for (const body of [{ events: {} }, { events: null }, { events: 'x' }, { events: [[]] }, { events: [null] }]) {
      expect((await hostile.ingest('ml', body)).status).toBe(422);
    }
  });

  it('hostile-48: more events than a batch may have are refused before any is looked at', async () => {
    const answer = await hostile.ingest('ml', `{"events":[${'{},'.repeat(99_999)}{}]}`);
    expect(answer.status).toBe(422);
    expect(faultsOf(answer).map(({ code }) => code)).toEqual(['too_many_items']);
  });

  it('hostile-47: a document that no database takes does not get that far', async () => {
    const { status } = await hostile.ingest('ml', { events: [mlEvent({ input_data: { a: 'x'.repeat(9_000_000) } })] });
    expect(status).toBe(422);
  });

  it.each([{ kind: 'ml' as const }, { kind: 'llm' as const }])(
    'hostile-62: an id that comes twice in a $kind batch is refused',
    async ({ kind }) => {
      const event = { ...(kind === 'ml' ? mlEvent() : llmEvent()), event_id: CANARY };
      const answer = await hostile.ingest(kind, { events: [event, { ...event, latency_ms: 2 }] });
      expect(answer.status).toBe(422);
      expect(faultsOf(answer).map(({ code }) => code)).toEqual(['duplicate_event_id']);
    },
  );

  it.each(['k'.repeat(256), 'k'.repeat(10_000), '$where', 'a b', 'a,b', CANARY + '\u00e9', ''])(
    'hostile-64: the key %j is refused',
    async (key) => {
      const answer = await hostile.ingest(
        'ml',
        { events: [mlEvent()] },
        { 'Idempotency-Key': Buffer.from(key).toString('latin1') },
      );
      expect(answer.status).toBe(422);
      expect(faultsOf(answer).map(({ code }) => code)).toEqual(['idempotency_key']);
    },
  );

  it('hostile-64: two keys are none', async () => {
    const headers = { 'Idempotency-Key': ['one', 'two'] };
    expect((await hostile.ingest('ml', { events: [mlEvent()] }, headers)).status).toBe(422);
  });
});

describe('models', () => {
  const hostile = hostileApp({ MAX_MODELS: '3' });

  it('hostile-56: beyond as many as an organization may have are refused; those it has go on', async () => {
    const named = (...names: string[]): object => ({ events: names.map((model_name) => mlEvent({ model_name })) });
    expect((await hostile.ingest('ml', named('a', 'b'))).status).toBe(200);
    const refused = await hostile.ingest('ml', named('a', 'c', 'd'));
    expect([refused.status, faultsOf(refused).map(({ code, loc }) => [code, loc[2]])]).toEqual([
      422,
      [['too_many_models', 2]],
    ]);
    const lenient = await hostile.ingest('ml', named('d', 'e', 'a'), { Prefer: 'handling=lenient' });
    expect(lenient.body).toEqual({
      ingested: 2,
      rejected: [{ index: 1, code: 'too_many_models', field: 'model_name' }],
    });
    expect((await hostile.ingest('ml', named('a', 'b', 'd'))).status).toBe(200);
    const other = await hostile.app.join();
    expect((await hostile.ingest('ml', named('x'), { Authorization: `Bearer ${other.token}` })).status).toBe(200);
  });

  it('hostile-56: refused alone write nothing', async () => {
    expect(
      (await hostile.ingest('ml', { events: times(50, (index) => mlEvent({ model_name: `${CANARY}-${index}` })) }))
        .status,
    ).toBe(422);
  });
});
