import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { llmEvent } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const STAFF = { name: 'staff_number', pattern: String.raw`\bEMP-\d{6}\b`, about: 'sensitive', strength: 0.5 };
const FALCON = { name: 'falcon', pattern: '(?i)project falcon', about: 'jailbreak', strength: 0.8 };

describe('patterns of an organization', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());

  async function having(...patterns: object[]): Promise<Member> {
    const member = await app.join();
    await member.put('/risk/patterns', { patterns }).expect(200);
    return member;
  }

  async function labelled(member: Member, event: object): Promise<Record<string, unknown>> {
    await member.post('/ingest/llm', { events: [llmEvent(event)] }).expect(200);
    await app.drain();
    const rows = await app.connection.collection('llm_events').find({}).sort({ _id: -1 }).limit(1).toArray();
    return rows[0] as Record<string, unknown>;
  }

  it('are none at first, then those that were set last', async () => {
    const member = await app.join();
    const { body } = await member.get('/risk/patterns').expect(200);
    expect(body).toEqual({ patterns: [], updated_at: null });
    await member.put('/risk/patterns', { patterns: [STAFF, FALCON] }).expect(200);
    await member.put('/risk/patterns', { patterns: [FALCON] }).expect(200);
    expect((await member.get('/risk/patterns').expect(200)).body.patterns).toEqual([FALCON]);
    expect((await (await app.join('Other')).get('/risk/patterns').expect(200)).body.patterns).toEqual([]);
  });

  it('judge calls that are asked about, with their span in each text', async () => {
    const member = await having(STAFF, FALCON);
    const call = { prompt: 'Who is EMP-123456 😀 of Project FALCON?', response: 'That is EMP-654321.' };
    const { body } = await member.post('/risk/classify', call).expect(200);
    expect(body).toMatchObject({
      riskScore: 0.8,
      riskLabel: 'risky',
      flags: ['custom_leak', 'custom_jailbreak'],
      signals: { jailbreak: 0.8, sensitive: 0.5 },
      evidence: [
        { rule: 'custom:staff_number', flag: 'custom_leak', part: 'prompt', start: 7, end: 17, strength: 0.5 },
        { rule: 'custom:staff_number', flag: 'custom_leak', part: 'response', start: 8, end: 18, strength: 0.5 },
        { rule: 'custom:falcon', flag: 'custom_jailbreak', part: 'prompt', start: 24, end: 38, strength: 0.8 },
      ],
    });
  });

  it('judge events under the classifier, not under the formula of the contract', async () => {
    const member = await having(STAFF);
    const event = { prompt: 'Who is EMP-123456?', response: '' };
    expect(await labelled(member, event)).toMatchObject({ riskLabel: 'normal', flags: [] });
    await member.put('/risk/policy', { policy: 'calibrated' }).expect(200);
    const { riskScore, flags, risk, prompt } = await labelled(member, event);
    expect({ riskScore, flags, prompt }).toEqual({ riskScore: 0.5, flags: ['custom_leak'], prompt: event.prompt });
    expect(risk).toMatchObject({ evidence: [{ rule: 'custom:staff_number', start: 7, end: 17 }] });
  });

  it('stay when the policy is set, and can be taught', async () => {
    const member = await having(STAFF);
    await member.put('/risk/policy', { policy: 'calibrated' }).expect(200);
    const { _id } = await labelled(member, { model_name: 'a', prompt: 'Who is EMP-123456?', response: '' });
    await member.post('/risk/feedback', { event_id: _id }).expect(200, { allowed: 1, not_allowed_masked: 0 });
    const again = await labelled(member, { model_name: 'a', prompt: 'And EMP-123456?', response: 'EMP-000001' });
    expect(again['risk']).toMatchObject({ evidence: [{ part: 'response' }] });
  });

  it.each([
    { what: 'no regular expression', patterns: [STAFF, { ...FALCON, pattern: '(' }], loc: [1, 'pattern'] },
    { what: 'a look-ahead', patterns: [{ ...STAFF, pattern: 'a(?=b)' }], loc: [0, 'pattern'] },
    { what: 'one that matches nothing at all', patterns: [{ ...STAFF, pattern: 'a*' }], loc: [0, 'pattern'] },
    { what: 'a costly one', patterns: [{ ...STAFF, pattern: '[a-z]{1,200}x' }], loc: [0, 'pattern'] },
    { what: 'a long one', patterns: [{ ...STAFF, pattern: 'a'.repeat(501) }], loc: [0, 'pattern'] },
    { what: 'an empty one', patterns: [{ ...STAFF, pattern: '' }], loc: [0, 'pattern'] },
    { what: 'a name that is used twice', patterns: [STAFF, STAFF], loc: [1, 'name'] },
    { what: 'a name that is none', patterns: [{ ...STAFF, name: 'Staff number' }], loc: [0, 'name'] },
    { what: 'another subject', patterns: [{ ...STAFF, about: 'weather' }], loc: [0, 'about'] },
    { what: 'a strength above 1', patterns: [{ ...STAFF, strength: 1.1 }], loc: [0, 'strength'] },
    { what: 'too many', patterns: Array.from({ length: 51 }, (_, at) => ({ ...STAFF, name: `n${at}` })), loc: [] },
  ])('may not be $what', async ({ patterns, loc }) => {
    const member = await app.join();
    const { body } = await member.put('/risk/patterns', { patterns }).expect(422);
    expect(body.detail[0].loc).toEqual(['body', 'patterns', ...loc]);
    expect((await member.get('/risk/patterns').expect(200)).body.patterns).toEqual([]);
  });

  it('may not be costly together', async () => {
    const patterns = Array.from({ length: 6 }, (_, at) => ({
      ...STAFF,
      name: `n${at}`,
      pattern: '[a-z]{100}[0-9]{90}',
    }));
    const { body } = await (await app.join()).put('/risk/patterns', { patterns }).expect(422);
    expect(body.detail.map(({ loc }: { loc: unknown[] }) => loc[2])).toEqual([5]);
  });

  it('are an administrator’s', async () => {
    const member = await app.join('Readers', { scopes: 'read ingest' });
    await member.get('/risk/patterns').expect(403);
    await member.put('/risk/patterns', { patterns: [] }).expect(403);
  });
});

describe('what an organization allows', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());

  const LEAK = 'By the way, the password is Quiet7River!';
  const take = (member: Member, id: string) =>
    app.http.delete(`/risk/allowances/${id}`).auth(member.token, { type: 'bearer' });

  it('is listed, added and taken back one by one', async () => {
    const member = await app.join();
    const flags = async () => (await member.post('/risk/classify', { prompt: LEAK, model_name: 'a' })).body.flags;
    await member.get('/risk/allowances').expect(200, { allowances: [] });
    const { body: text } = await member.post('/risk/allowances', { text: 'Quiet7River!' }).expect(200);
    expect(text).toEqual({ id: expect.stringMatching(/^[0-9a-f]{64}$/), kind: 'text', rule: null, model_name: null });
    expect(await flags()).toEqual([]);
    await member.post('/risk/allowances', { text: ' quiet7river! ' }).expect(200, text);
    const wish = { rule: 'secret.password', model_name: 'a' };
    const { body: rule } = await member.post('/risk/allowances', wish).expect(200);
    expect((await member.get('/risk/allowances').expect(200)).body).toEqual({ allowances: [rule, text] });
    expect((await take(member, text.id).expect(200)).body.allowance_count).toBe(1);
    expect(await flags()).toEqual([]);
    await take(member, rule.id).expect(200);
    expect(await flags()).toEqual(['secret_leak']);
    await take(member, rule.id).expect(404);
  });

  it.each([
    { body: {}, loc: 'rule' },
    { body: { rule: 'secret.password' }, loc: 'model_name' },
    { body: { text: 'a', model_name: 'b' }, loc: 'text' },
    { body: { text: '' }, loc: 'text' },
    { body: { rule: 'no rule', model_name: 'b' }, loc: 'rule' },
  ])('is not $body, naming $loc', async ({ body, loc }) => {
    const answer = await (await app.join()).post('/risk/allowances', body).expect(422);
    expect(answer.body.detail[0].loc).toEqual(['body', loc]);
  });

  it('has ids of one form, and is an administrator’s', async () => {
    await take(await app.join(), 'nothing').expect(422);
    const member = await app.join('Readers', { scopes: 'read ingest' });
    await member.get('/risk/allowances').expect(403);
    await member.post('/risk/allowances', { text: 'a' }).expect(403);
    await take(member, 'a'.repeat(64)).expect(403);
  });

  it('is the organization’s own', async () => {
    const member = await app.join();
    const { body } = await member.post('/risk/allowances', { text: 'a' }).expect(200);
    await take(await app.join('Other'), body.id).expect(404);
  });
});
