import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { DatabaseProxy } from '../support/database-proxy.js';
import { llmEvent, mlEvent, times } from '../support/factories.js';
import { eventually } from '../support/poll.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

describe('the database', () => {
  let proxy: DatabaseProxy, app: TestApp, member: Member;
  beforeAll(async () => {
    proxy = await DatabaseProxy.start(inject('mongoUri'));
    app = await createTestApp({ env: { MONGO_URI: proxy.uri } });
    member = await app.join();
  });
  afterAll(async () => {
    await app.close();
    proxy.stop();
  });

  /** What the database is asked while a batch is accepted and processed. The clockwork asks too, once a second. */
  async function commandsOf(kind: 'ml' | 'llm', events: readonly object[]): Promise<string[]> {
    await app.drain();
    const before = proxy.commands.length;
    await member.post(`/ingest/${kind}`, { events }).expect(200);
    await app.drain();
    return proxy.commands.slice(before);
  }

  it.each([
    { kind: 'ml', event: mlEvent() },
    { kind: 'llm', event: llmEvent() },
  ] as const)('is asked once a $kind batch, not once an event', async ({ kind, event }) => {
    const few = await commandsOf(kind, [event, event]);
    const many = await commandsOf(
      kind,
      times(1000, () => event),
    );
    expect(few).toContain('insert');
    // How often the clockwork asked meanwhile, nobody knows.
    expect(many.length).toBeLessThan(few.length + 100);
  });

  it('away: liveness goes on, readiness and requests answer 503 and nothing hangs; then all is well again', async () => {
    await app.drain();
    proxy.cut();
    await app.http.get('/health').expect(200, { status: 'ok' });
    await app.http.get('/health/ready').expect(503).expect('Retry-After', /^\d+$/);
    await member.get('/dashboard/health').expect(503);
    const { body } = await member.post('/ingest/ml', { events: [mlEvent()] }).expect(503);
    expect(body).toMatchObject({ code: 'database_unavailable' });
    proxy.restore();
    await eventually(
      async () => (await app.http.get('/health/ready')).status,
      (status) => status === 200,
    );
    await member.post('/ingest/ml', { events: [mlEvent()] }).expect(200);
    await app.drain();
  });
});
