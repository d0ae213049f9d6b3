import { describe, expect, it } from 'vitest';
import { llmEvent, mlEvent, riskyCall, times } from '../support/factories.js';
import { stored, storedOne } from '../support/stored.js';
import { hostileApp } from './support/hostile-app.js';
import { CANARY } from './support/wire.js';

const PEOPLE = { latency_ms: 1, model_name: 'm' };

describe('odd but good', () => {
  const hostile = hostileApp();

  /** Sends one event and reads what is stored of it, by a member of its own. */
  async function storedAs(kind: 'ml' | 'llm', json: string): Promise<Record<string, unknown>> {
    const member = await hostile.app.join();
    const { body } = await hostile.ingest(kind, `{"events":[${json}]}`, { Authorization: `Bearer ${member.token}` });
    expect(body).toEqual({ ingested: 1 });
    await hostile.app.drain();
    const document = await storedOne(hostile.app, `${kind}_events`, member.orgId);
    expect(document['riskLabel']).toBeTypeOf('string');
    expect(document['riskScore']).toBeGreaterThanOrEqual(0);
    expect(document['riskScore']).toBeLessThanOrEqual(1);
    return document;
  }

  it('hostile-29: minus zero is zero', async () => {
    const { latency_ms } = await storedAs(
      'ml',
      JSON.stringify(mlEvent()).replace('"latency_ms":40', '"latency_ms":-0'),
    );
    expect(Object.is(latency_ms, 0)).toBe(true);
  });

  it('hostile-30: the longest latency is a day, and means of it stay finite', async () => {
    const member = await hostile.app.join();
    const events = times(3, () => mlEvent({ latency_ms: 86_400_000 }));
    await member.post('/ingest/ml', { events }).expect(200);
    await hostile.app.drain();
    const { body } = await member.get('/dashboard/models').expect(200);
    expect(body.models).toEqual([expect.objectContaining({ mean_latency_ms: 86_400_000 })]);
  });

  it('hostile-31: a whole number that no double holds becomes the nearest', async () => {
    const json = JSON.stringify(mlEvent()).replace('{"amount":12.5}', '{"n":9007199254740993}');
    expect((await storedAs('ml', json))['input_data']).toEqual({ n: 9_007_199_254_740_992 });
  });

  it('hostile-32: of two equal keys the last one counts, and an organization is none of them', async () => {
    const json = JSON.stringify(mlEvent()).replace(
      '{',
      `{"organization_id":"mine","organization_id":"${'a'.repeat(24)}","latency_ms":1,`,
    );
    const document = await storedAs('ml', json);
    expect(document['latency_ms']).toBe(40);
    expect(String(document['organization_id'])).not.toBe('a'.repeat(24));
  });

  it('hostile-33: a prototype beside the known keys is ignored', async () => {
    const json = JSON.stringify(mlEvent()).replace(
      '{',
      '{"__proto__":{"admin":true,"riskLabel":"normal"},"constructor":{"prototype":{"admin":true}},',
    );
    const document = await storedAs('ml', json);
    expect(Object.keys(document)).not.toContain('admin');
    expect(Reflect.get({}, 'admin')).toBeUndefined();
  });

  it.each<{ row: number; input: object }>([
    {
      row: 34,
      input: { constructor: 1, prototype: { a: 1 }, toString: 'x', hasOwnProperty: null, valueOf: [1], length: 5 },
    },
    { row: 36, input: { toBSON: 'x', toJSON: 'y', toObject: 'z', _doc: {}, $__: 1 } },
    { row: 37, input: { $where: 'x', $gt: 1, features: { $ne: 5, $set: { $inc: 1 } } } },
    { row: 38, input: { 'a.b': 1, a: { 'c.d': { '.': 2 } } } },
    { row: 39, input: { '': 1, a: { '': { '': 2 } } } },
  ])('hostile-$row: keys like $input are data', async ({ input }) => {
    expect((await storedAs('ml', JSON.stringify(mlEvent({ input_data: input }))))['input_data']).toEqual(input);
  });

  it('hostile-34: names that every object inherits are names of models and features like others', async () => {
    const member = await hostile.app.join();
    const feature_stats = {
      toString: { mean: 0, std: 1 },
      'a.b': { mean: 0, std: 1 },
      constructor: { mean: 0, std: 1 },
    };
    await member.put('/models/constructor/profile', { baseline_latency_ms: 1, feature_stats }).expect(200);
    const event = mlEvent({ model_name: 'constructor', input_data: { features: { toString: 9 } } });
    await member.post('/ingest/ml', { events: [event, mlEvent({ model_name: 'hasOwnProperty' })] }).expect(200);
    await hostile.app.drain();
    const { body } = await member.get('/dashboard/models').expect(200);
    expect(body.models.map(({ model_name }: { model_name: string }) => model_name)).toEqual([
      'constructor',
      'hasOwnProperty',
    ]);
    const document = (await stored(hostile.app, 'ml_events', member.orgId)).find(
      ({ model_name }) => model_name === 'constructor',
    );
    expect(document?.['riskScore']).toBeGreaterThan(0.29);
  });

  it('hostile-35: one event of that kind does not take its batch mates with it, where that is asked for', async () => {
    const events = [mlEvent(), mlEvent({ input_data: { _bsontype: CANARY } }), mlEvent()];
    const { body } = await hostile.ingest('ml', { events }, { Prefer: 'handling=lenient' });
    expect(body).toEqual({ ingested: 2, rejected: [{ index: 1, code: 'forbidden_key', field: 'input_data' }] });
  });

  it('hostile-41: a NUL in a text is text', async () => {
    const prompt = 'a\0b';
    expect((await storedAs('llm', JSON.stringify(llmEvent({ prompt }))))['prompt']).toBe(prompt);
  });

  it('hostile-42: half a character in a text is replaced before it is judged and stored', async () => {
    const json = String.raw`{"model_name":"m","prompt":"a\ud800b","response":"\udc00","latency_ms":1}`;
    expect(await storedAs('llm', json)).toMatchObject({ prompt: 'a\ufffdb', response: '\ufffd', token_count: 1 });
  });

  it('hostile-43: too deep an event with a key is left out, and its retry gets the same answer', async () => {
    const deep = JSON.stringify(mlEvent()).replace(
      '{"amount":12.5}',
      `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    );
    const headers = { Prefer: 'handling=lenient', 'Idempotency-Key': 'deep' };
    for (let round = 0; round < 2; round++) {
      const { body } = await hostile.ingest('ml', `{"events":[${JSON.stringify(mlEvent())},${deep}]}`, headers);
      expect(body).toMatchObject({ ingested: 1, rejected: [{ index: 1, code: 'too_deep' }] });
    }
  });

  it('hostile-49: no events are none', async () => {
    expect((await hostile.ingest('ml', { events: [] })).body).toEqual({ ingested: 0 });
  });

  it('hostile-53: a time that is stored is the one that was sent', async () => {
    const timestamp = new Date(Date.now() - 3_600_000);
    const json = JSON.stringify(mlEvent({ timestamp: timestamp.toISOString().replace('Z', '') }));
    expect((await storedAs('ml', json))['timestamp']).toEqual(timestamp);
    const before = Date.now();
    const { timestamp: arrival } = await storedAs('ml', JSON.stringify(mlEvent()));
    expect((arrival as Date).getTime()).toBeGreaterThanOrEqual(before);
  });

  it('hostile-55: two spellings of a name are one model', async () => {
    const member = await hostile.app.join();
    const events = ['cafe\u0301', 'caf\u00e9'].map((model_name) => llmEvent({ model_name }));
    await member.post('/ingest/llm', { events }).expect(200);
    await hostile.app.drain();
    const { body } = await member.get('/dashboard/models').expect(200);
    expect(body.models.map(({ model_name }: { model_name: string }) => model_name)).toEqual(['caf\u00e9']);
  });

  it('hostile-58: no probabilities, and what is no list of them, are no risk', async () => {
    for (const probabilities of [[], {}, 'high', 7, null]) {
      const { riskScore } = await storedAs('ml', JSON.stringify(mlEvent({ input_data: { probabilities } })));
      expect(riskScore).toBe(0);
    }
  });

  it('hostile-59: a feature that never varied is no outlier', async () => {
    const member = await hostile.app.join();
    const feature_stats = { amount: { mean: 1, std: 0 } };
    await member.put('/models/fraud/profile', { baseline_latency_ms: 0, feature_stats }).expect(200);
    await member.post('/ingest/ml', { events: [mlEvent({ input_data: { amount: 1e300 } })] }).expect(200);
    await hostile.app.drain();
    expect((await storedOne(hostile.app, 'ml_events', member.orgId))['riskScore']).toBe(0);
  });

  it('hostile-59: statistics that are no numbers are refused', async () => {
    for (const std of ['-1', '1e309', '"1"', 'null']) {
      const { status } = await hostile.send({
        method: 'PUT',
        path: '/models/fraud/profile',
        headers: { 'Content-Type': 'application/json' },
        body: `{"baseline_latency_ms":1,"feature_stats":{"a":{"mean":0,"std":${std}}}}`,
      });
      expect(status).toBe(422);
    }
  });

  it('hostile-61: what only we may say is ignored', async () => {
    const ours = {
      organization_id: 'a'.repeat(24),
      riskScore: 0,
      riskLabel: 'normal',
      p: 1,
      _id: 'mine',
      received_at: 1,
      dead: {},
      flags: [],
    };
    const document = await storedAs('llm', JSON.stringify({ ...riskyCall(), ...ours, token_count: 99_999 }));
    expect(document).toMatchObject({ riskLabel: 'risky', _id: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(Object.keys(document)).not.toEqual(expect.arrayContaining(['p', 'received_at']));
    expect(document['token_count']).toBeLessThan(100);
  });

  it('hostile-63: a key with another request is refused, at the same moment too', async () => {
    const key = { 'Idempotency-Key': 'reused' };
    const same = await Promise.all(times(3, async () => hostile.ingest('ml', { events: [mlEvent(PEOPLE)] }, key)));
    expect(same.map(({ body }) => body)).toEqual(times(3, () => ({ ingested: 1 })));
    const other = await hostile.ingest('ml', { events: [mlEvent({ ...PEOPLE, latency_ms: 2 })] }, key);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
    await hostile.app.drain();
    const { orgId } = hostile.member;
    expect((await stored(hostile.app, 'ml_events', orgId)).filter(({ model_name }) => model_name === 'm')).toHaveLength(
      1,
    );
  });

  it('hostile-64: the same key in another organization is another key', async () => {
    const [one, two] = [await hostile.app.join(), await hostile.app.join()];
    for (const [index, member] of [one, two].entries()) {
      const headers = { Authorization: `Bearer ${member.token}`, 'Idempotency-Key': 'shared' };
      const { body } = await hostile.ingest('ml', { events: [mlEvent({ latency_ms: index })] }, headers);
      expect(body).toEqual({ ingested: 1 });
    }
  });
});
