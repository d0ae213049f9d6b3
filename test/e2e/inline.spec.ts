import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InlineLabelsService } from '../../src/telemetry/inline-labels.service.js';
import { llmEvent, mlEvent, riskyCall, suspiciousCall } from '../support/factories.js';
import { stored } from '../support/stored.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const CALLS = [llmEvent(), suspiciousCall({ latency_ms: 301 }), riskyCall({ latency_ms: 302 })];

/** What the database holds of an organization's calls, fastest first, but for what differs from one request to the next. */
async function storedCalls(app: TestApp, { orgId }: Member): Promise<unknown[]> {
  const calls = await stored(app, 'llm_events', orgId);
  return calls
    .map(({ _id, organization_id: _organization, timestamp: _when, ...call }) => call)
    .sort((one, other) => Number(one['latency_ms']) - Number(other['latency_ms']));
}

describe('with CLASSIFY=inline', () => {
  let inline: TestApp, listening: TestApp;
  beforeAll(async () => {
    inline = await createTestApp({ env: { CLASSIFY: 'inline' } });
    listening = await createTestApp();
  });
  afterAll(async () => {
    await inline.close();
    await listening.close();
  });

  it('calls have their labels when the answer comes', async () => {
    const member = await inline.join();
    await member.post('/ingest/llm', { events: CALLS }).expect(200);
    expect(await storedCalls(inline, member)).toMatchObject([
      { riskLabel: 'normal', flags: [] },
      { riskLabel: 'suspicious' },
      { riskLabel: 'risky' },
    ]);
  });

  it('calls, alerts and roll-ups are the same as with listeners', async () => {
    const [one, other] = [await inline.join(), await listening.join()];
    for (const member of [one, other]) await member.post('/ingest/llm', { events: CALLS }).expect(200);
    await inline.drain();
    await listening.drain();
    expect(await storedCalls(inline, one)).toEqual(await storedCalls(listening, other));
    for (const path of ['/dashboard/risk-distribution', '/dashboard/models']) {
      expect((await one.get(path)).body).toEqual((await other.get(path)).body);
    }
    const alertsOf = async (member: Member): Promise<unknown[]> =>
      ((await member.get('/dashboard/alerts')).body as { type: string; message: string }[]).map(({ type, message }) => [
        type,
        message,
      ]);
    expect(await alertsOf(one)).toEqual(await alertsOf(other));
    expect(await alertsOf(one)).toHaveLength(1);
  });

  it('a call that is sent again keeps its first label', async () => {
    const member = await inline.join();
    await member.post('/ingest/llm', { events: [{ ...riskyCall(), event_id: 'one' }] }).expect(200);
    await member.post('/ingest/llm', { events: [{ ...llmEvent(), event_id: 'one' }, llmEvent()] }).expect(200);
    await inline.drain();
    expect((await member.get('/dashboard/risk-distribution')).body).toEqual({
      normalCount: 1,
      suspiciousCount: 0,
      riskyCount: 1,
    });
  });

  it('predictions wait for the listeners: drift must count them first', async () => {
    const member = await inline.join();
    await member.post('/ingest/ml', { events: [mlEvent()] }).expect(200);
    await inline.drain();
    expect(await stored(inline, 'ml_events', member.orgId)).toMatchObject([{ riskLabel: 'normal' }]);
  });

  it('calls that can not be judged before they are stored are judged afterwards', async () => {
    const app = await createTestApp({ env: { CLASSIFY: 'inline' } });
    app.app.get(InlineLabelsService).use(async () => Promise.reject(new Error('not now')));
    const member = await app.join();
    await member.post('/ingest/llm', { events: CALLS }).expect(200);
    await app.drain();
    expect(await storedCalls(app, member)).toMatchObject([
      { riskLabel: 'normal' },
      { riskLabel: 'suspicious' },
      { riskLabel: 'risky' },
    ]);
    await app.close();
  });
});
