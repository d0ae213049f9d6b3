import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { llmEvent, mlEvent, times } from '../support/factories.js';
import { stored } from '../support/stored.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const NOW = new Date('2026-03-01T12:00:00.000Z');

/** A body whose one event has these fields in place of good ones. */
function ml(fields: object): object {
  return { events: [{ ...mlEvent(), ...fields }] };
}
function llm(fields: object): object {
  return { events: [{ ...llmEvent(), ...fields }] };
}
function nested(depth: number): object {
  return depth === 0 ? {} : { a: nested(depth - 1) };
}
function at(...path: readonly (string | number)[]): string {
  return JSON.stringify(['body', 'events', 0, ...path]);
}

describe('ingest refuses', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp({ env: { MAX_BODY_BYTES: '2000000' } });
    app.travelTo(NOW);
    member = await app.join();
  });
  afterEach(async () => {
    expect(await stored(app, 'ml_events')).toEqual([]);
    expect(await stored(app, 'llm_events')).toEqual([]);
    expect(await stored(app, 'ingest_batches')).toEqual([]);
  });
  afterAll(() => app.close());

  it.each([
    { what: 'no events', path: '/ingest/ml', body: {}, named: ['["body","events"]'] },
    { what: 'events that are no list', path: '/ingest/ml', body: { events: {} }, named: ['["body","events"]'] },
    { what: 'a list as the body', path: '/ingest/ml', body: [], named: ['["body"]'] },
    {
      what: 'an event that is no object',
      path: '/ingest/ml',
      body: { events: [mlEvent(), 7] },
      named: ['["body","events",1]'],
    },
    {
      what: 'an empty prediction',
      path: '/ingest/ml',
      body: { events: [{}] },
      named: [at('model_name'), at('prediction'), at('input_data'), at('latency_ms')],
    },
    {
      what: 'an empty call',
      path: '/ingest/llm',
      body: { events: [{}] },
      named: [at('model_name'), at('prompt'), at('response'), at('latency_ms')],
    },
    { what: 'latency as text', path: '/ingest/ml', body: ml({ latency_ms: '12' }), named: [at('latency_ms')] },
    { what: 'latency as null', path: '/ingest/llm', body: llm({ latency_ms: null }), named: [at('latency_ms')] },
    { what: 'latency as a boolean', path: '/ingest/ml', body: ml({ latency_ms: true }), named: [at('latency_ms')] },
    { what: 'negative latency', path: '/ingest/ml', body: ml({ latency_ms: -1 }), named: [at('latency_ms')] },
    { what: 'latency over a day', path: '/ingest/ml', body: ml({ latency_ms: 86_400_001 }), named: [at('latency_ms')] },
    { what: 'a number as the model', path: '/ingest/ml', body: ml({ model_name: 7 }), named: [at('model_name')] },
    { what: 'an empty model', path: '/ingest/ml', body: ml({ model_name: '' }), named: [at('model_name')] },
    { what: 'a long model', path: '/ingest/ml', body: ml({ model_name: 'm'.repeat(257) }), named: [at('model_name')] },
    { what: 'a list as input', path: '/ingest/ml', body: ml({ input_data: [] }), named: [at('input_data')] },
    { what: 'text as input', path: '/ingest/ml', body: ml({ input_data: '{}' }), named: [at('input_data')] },
    { what: 'null as input', path: '/ingest/ml', body: ml({ input_data: null }), named: [at('input_data')] },
    { what: 'a number as the prompt', path: '/ingest/llm', body: llm({ prompt: 1 }), named: [at('prompt')] },
    { what: 'null as the response', path: '/ingest/llm', body: llm({ response: null }), named: [at('response')] },
    { what: 'a long prompt', path: '/ingest/llm', body: llm({ prompt: 'p'.repeat(100_001) }), named: [at('prompt')] },
    {
      what: 'a time as a number',
      path: '/ingest/ml',
      body: ml({ timestamp: 1_772_000_000 }),
      named: [at('timestamp')],
    },
    { what: 'a time as null', path: '/ingest/ml', body: ml({ timestamp: null }), named: [at('timestamp')] },
    { what: 'a date', path: '/ingest/ml', body: ml({ timestamp: '2026-03-01' }), named: [at('timestamp')] },
    {
      what: '30 February',
      path: '/ingest/ml',
      body: ml({ timestamp: '2026-02-30T00:00:00Z' }),
      named: [at('timestamp')],
    },
    {
      what: 'an old time',
      path: '/ingest/ml',
      body: ml({ timestamp: '2026-01-30T11:59:59Z' }),
      named: [at('timestamp')],
    },
    {
      what: 'a future time',
      path: '/ingest/llm',
      body: llm({ timestamp: '2026-03-01T12:10:01Z' }),
      named: [at('timestamp')],
    },
    {
      what: 'deep input',
      path: '/ingest/ml',
      body: ml({ input_data: nested(20) }),
      named: [at('input_data', ...times(20, () => 'a'))],
    },
    {
      what: 'a big event',
      path: '/ingest/ml',
      body: ml({ input_data: { text: 'x'.repeat(262_145) } }),
      named: [at()],
    },
    {
      what: 'faults of several events',
      path: '/ingest/ml',
      body: { events: [mlEvent(), { ...mlEvent(), latency_ms: 'x' }, { ...mlEvent(), model_name: null }] },
      named: ['["body","events",1,"latency_ms"]', '["body","events",2,"model_name"]'],
    },
  ])('$what by 422', async ({ path, body, named }) => {
    const answer = await member
      .post(path, body)
      .expect(422)
      .expect('Content-Type', /^application\/problem\+json/);
    expect(answer.body.code).toBe('validation_failed');
    expect(answer.body.detail.map(({ loc }: { loc: unknown }) => JSON.stringify(loc))).toEqual(named);
  });

  it.each([
    { what: 'a number too large for a double', text: '{"a":1e309}', code: 'not_finite' },
    { what: 'a prototype', text: '{"__proto__":{"admin":true}}', code: 'forbidden_key' },
    { what: 'a type of BSON', text: '{"x":{"_bsontype":"ObjectId"}}', code: 'forbidden_key' },
    { what: 'a NUL in a key', text: String.raw`{"a\u0000b":1}`, code: 'forbidden_key' },
    { what: 'too many keys', text: JSON.stringify({ list: times(1000, () => 1) }), code: 'too_many_keys' },
    {
      what: 'an input of 100,000 levels',
      text: `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      code: 'too_deep',
    },
  ])('$what in the input by 422', async ({ text, code }) => {
    const good = JSON.stringify({ events: [mlEvent({ input_data: {} })] });
    const body = good.replace('"input_data":{}', `"input_data":${text}`);
    const answer = await member.post('/ingest/ml').set('Content-Type', 'application/json').send(body).expect(422);
    expect(answer.body.detail).toEqual([expect.objectContaining({ code })]);
    expect(answer.body.detail[0].loc.slice(0, 4)).toEqual(['body', 'events', 0, 'input_data']);
  });

  it('more events than allowed by 422, before it looks at any', async () => {
    const answer = await member.post('/ingest/ml', { events: times(5001, () => ({})) }).expect(422);
    expect(answer.body.detail).toEqual([expect.objectContaining({ loc: ['body', 'events'], code: 'too_many_items' })]);
  });

  it('and names 100 faults at most', async () => {
    const answer = await member.post('/ingest/ml', { events: times(200, () => ({})) }).expect(422);
    expect(answer.body.detail).toHaveLength(100);
  });

  it.each([
    { what: 'half an object', body: '{"events": [' },
    { what: 'nothing but a word', body: 'events' },
    { what: 'NaN', body: '{"events": [{"latency_ms": NaN}]}' },
    { what: 'bytes that are not UTF-8', body: Buffer.from('{"events": [], "x": "\xE4"}', 'latin1').toString('latin1') },
  ])('$what by 400', async ({ body, what }) => {
    const bytes = Buffer.from(body, what.startsWith('bytes') ? 'latin1' : 'utf8');
    const request = member.post('/ingest/ml').set('Content-Type', 'application/json');
    const answer = await request
      .serialize((value: unknown) => value as string)
      .send(bytes)
      .expect(400);
    expect(answer.body.detail).not.toMatch(/NaN|position|token/);
  });

  it('a damaged compressed body by 400', async () => {
    const request = member.post('/ingest/ml').set('Content-Type', 'application/json').set('Content-Encoding', 'gzip');
    await request
      .serialize((value: unknown) => value as string)
      .send(Buffer.from('no gzip'))
      .expect(400);
  });

  it.each([
    { what: 'as it is', encode: (text: string): Buffer => Buffer.from(text), encoding: 'identity' },
    { what: 'after decompression', encode: (text: string): Buffer => gzipSync(text), encoding: 'gzip' },
  ])('a body that is too large $what by 413', async ({ encode, encoding }) => {
    const body = encode(JSON.stringify({ events: [], padding: ' '.repeat(2_000_000) }));
    const request = member.post('/ingest/ml').set('Content-Type', 'application/json').set('Content-Encoding', encoding);
    await request
      .serialize((value: unknown) => value as string)
      .send(body)
      .expect(413);
  });

  it.each([
    { what: 'plain text', headers: { 'Content-Type': 'text/plain' } },
    { what: 'a form', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    { what: 'UTF-16', headers: { 'Content-Type': 'application/json; charset=utf-16' } },
    { what: 'an unknown encoding', headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'zstd' } },
  ])('$what by 415', async ({ headers }) => {
    const request = member.post('/ingest/ml').set(headers);
    await request
      .serialize((value: unknown) => value as string)
      .send('{"events":[]}')
      .expect(415);
  });
});
