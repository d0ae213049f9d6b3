import createClient from 'openapi-fetch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { paths } from '../../clients/typescript/schema.js';
import { llmEvent, riskyCall } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

describe('the client for TypeScript', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp();
    member = await app.join();
  });
  afterAll(() => app.close());

  it('signs in, sends events and reads them back', async () => {
    const aegis = createClient<paths>({ baseUrl: await app.app.getUrl() });
    const { clientId, clientSecret } = member;
    const { data: token } = await aegis.POST('/auth/token', { body: { clientId, clientSecret } });
    const headers = { Authorization: `Bearer ${token?.access_token}` };
    const sent = await aegis.POST('/ingest/llm', { headers, body: { events: [llmEvent(), riskyCall()] } });
    expect(sent.data).toEqual({ ingested: 2 });
    await app.drain();
    const params = { path: { kind: 'llm' }, query: { label: 'risky' } } as const;
    const { data: risky } = await aegis.GET('/events/{kind}', { headers, params });
    expect(risky?.events.map(({ riskLabel }) => riskLabel)).toEqual(['risky']);
  });

  it('hands over why it was refused', async () => {
    const aegis = createClient<paths>({ baseUrl: await app.app.getUrl() });
    const { error, response } = await aegis.GET('/dashboard/health');
    expect(response.status).toBe(401);
    expect(error).toMatchObject({ code: 'unauthorized' });
  });
});
