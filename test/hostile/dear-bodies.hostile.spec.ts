import { describe, expect, it } from 'vitest';
import { llmEvent, mlEvent, times } from '../support/factories.js';
import { stored } from '../support/stored.js';
import { hostileApp } from './support/hostile-app.js';

const LENGTH = 2_000_000;

/** What costs more to parse than its length says. */
const DEAR = [
  { what: 'empty lists', text: `[${'[],'.repeat(LENGTH / 3)}[]]` },
  { what: 'empty objects', text: `[${'{},'.repeat(LENGTH / 3)}{}]` },
  { what: 'objects', text: `[${'{"a":1},'.repeat(LENGTH / 8)}{}]` },
  { what: 'numbers', text: `[${'1,'.repeat(LENGTH / 2)}1]` },
  { what: 'texts', text: `[${'"",'.repeat(LENGTH / 3)}""]` },
  { what: 'levels of lists', text: '['.repeat(LENGTH / 2) + ']'.repeat(LENGTH / 2) },
  { what: 'levels of objects', text: '{"a":'.repeat(LENGTH / 6) + '1' + '}'.repeat(LENGTH / 6) },
  { what: 'keys', text: `{${times(LENGTH / 10, (nth) => `"${nth}":1`).join(',')}}` },
  { what: 'one key many times', text: `{${'"a":1,'.repeat(LENGTH / 6)}"a":1}` },
];

const ROUTES = [
  { method: 'PUT', path: '/risk/patterns', field: 'patterns' },
  { method: 'POST', path: '/risk/classify', field: 'prompt' },
  { method: 'POST', path: '/risk/classify/batch', field: 'calls' },
  { method: 'POST', path: '/risk/allowances', field: 'text' },
  { method: 'POST', path: '/risk/feedback', field: 'event_id' },
  { method: 'PUT', path: '/risk/policy', field: 'policy' },
  { method: 'PUT', path: '/models/x/profile', field: 'feature_stats' },
];

/** Between a small body and a large one by its length: it is its keys that cost. */
const KEYS = times(39_980, (nth) => (nth * 7919 + 60_466_176).toString(36));
const NEW_KEYS = [
  { what: 'keys in one object', text: `{${KEYS.map((key) => `"${key}":1`).join(',')}}` },
  {
    what: 'objects of one key',
    text: `[${KEYS.slice(0, 13_300)
      .map((key) => `{"${key}":1}`)
      .join(',')}]`,
  },
  {
    what: 'objects of two keys',
    text: `[${KEYS.slice(1, 13_300)
      .map((key, nth) => `{"${key}":1,"${KEYS[nth]}":1}`)
      .join(',')}]`,
  },
];

describe('a body of new keys', () => {
  const hostile = hostileApp({ ORG_BYTES_PER_SECOND: '1000000000', ORG_BURST_BYTES: '1000000000' });

  it.each(NEW_KEYS)('hostile-114: of many $what is answered as any other', async ({ text }) => {
    const ignored = await hostile.ingest('ml', `{"other":${text},"events":[]}`);
    expect([ignored.status, ignored.headers['aegis-ignored']]).toEqual([200, 'other']);
    for (const body of [`{"events":[${text}]}`, `{"events":${text}}`, text]) {
      expect((await hostile.ingest('ml', body)).status).toBe(422);
    }
    expect((await hostile.ingest('ml', `{"other":${text},,"events":[]}`)).body.code).toBe('malformed_json');
  });
});

describe('a body that is dear to parse', () => {
  const hostile = hostileApp({ ORG_BYTES_PER_SECOND: '1000000000', ORG_BURST_BYTES: '1000000000' });

  it.each(DEAR)(
    'hostile-114: of $what is refused where events belong, and ignored where nobody looks',
    async ({ text }) => {
      for (const kind of ['ml', 'llm'] as const) {
        expect((await hostile.ingest(kind, `{"events":${text}}`)).status).toBe(422);
        expect((await hostile.ingest(kind, `{"events":[${text}]}`)).status).toBe(422);
        expect((await hostile.ingest(kind, `{"other":${text},"events":[]}`)).body).toEqual({ ingested: 0 });
        expect((await hostile.ingest(kind, text)).status).toBe(422);
        expect((await hostile.ingest(kind, `{"other":${text},,"events":[]}`)).body.code).toBe('malformed_json');
      }
    },
  );

  it.each(DEAR)(
    'hostile-114: of $what in an event is refused by its field, or ignored with its key',
    async ({ text }) => {
      const member = await hostile.app.join();
      const own = { Authorization: `Bearer ${member.token}` };
      const good = JSON.stringify(mlEvent());
      const ignored = good.replace('"input_data":', `"extra":${text},"input_data":`);
      expect((await hostile.ingest('ml', `{"events":[${ignored},${good}]}`, own)).body).toEqual({ ingested: 2 });
      const [first, second] = await stored(hostile.app, 'ml_events', member.orgId);
      expect(first?.['input_data']).toEqual(second?.['input_data']);
      const bad = good.replace('"prediction":', `"prediction":${text},"other":`);
      const headers = { ...own, Prefer: 'handling=lenient' };
      const { body } = await hostile.ingest('ml', `{"events":[${good},${bad}]}`, headers);
      const code = expect.stringMatching(/^(too_many_keys|too_deep|prediction_too_large)$/);
      expect(body).toMatchObject({ ingested: 1, rejected: [{ index: 1, code }] });
    },
  );

  it.each(ROUTES)('hostile-114: is refused by $method $path', async ({ method, path, field }) => {
    for (const { text } of DEAR) {
      for (const body of [`{"${field}":${text}}`, `{"${field}":[${'[],'.repeat(150_000)}[]]}`, `{"x":${text}}`]) {
        const answer = await hostile.send({ method, path, headers: { 'Content-Type': 'application/json' }, body });
        expect([404, 413, 422]).toContain(answer.status);
      }
    }
  });

  it('hostile-114: names each of thousands of faulty events once, strict and lenient', async () => {
    const events = times(5000, (nth) => (nth % 2 === 0 ? {} : null));
    const strict = await hostile.ingest('ml', { events });
    expect(strict.body.detail).toHaveLength(100);
    const { body } = await hostile.ingest('ml', { events }, { Prefer: 'handling=lenient' });
    expect(body['rejected']).toHaveLength(5000);
    expect(body['rejected']).toEqual(
      expect.arrayContaining([
        { index: 4998, code: 'is_string', field: 'model_name' },
        { index: 4999, code: 'is_object', field: '' },
      ]),
    );
  });

  it('hostile-114: large and good is stored as it was sent', async () => {
    const text = 'é€😀"\\\n'.repeat(2000);
    const input = { constructor: 'x', list: [[], {}, null, true, -1.5e-7], text };
    const member = await hostile.app.join();
    const headers = { Authorization: `Bearer ${member.token}` };
    const events = times(100, (nth) => llmEvent({ prompt: text, response: String(nth) }));
    expect((await hostile.ingest('llm', { events }, headers)).body).toEqual({ ingested: 100 });
    const ml = times(100, (nth) => mlEvent({ input_data: { ...input, nth } }));
    expect((await hostile.ingest('ml', { events: ml }, headers)).body).toEqual({ ingested: 100 });
    const calls = await stored(hostile.app, 'llm_events', member.orgId);
    expect(new Set(calls.map(({ prompt }) => prompt))).toEqual(new Set([text]));
    expect(new Set(calls.map(({ response }) => response))).toEqual(new Set(times(100, (nth) => String(nth))));
    const predictions = await stored(hostile.app, 'ml_events', member.orgId);
    const byNumber = new Map(predictions.map(({ input_data: data }) => [(data as { nth: number }).nth, data]));
    expect(byNumber.get(99)).toEqual(JSON.parse(JSON.stringify({ ...input, nth: 99 })));
  });
});
