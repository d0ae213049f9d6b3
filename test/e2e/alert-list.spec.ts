import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mlEvent, riskyCall, times } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

interface AlertRow {
  readonly id: string;
  readonly type: string;
  readonly created_at: string;
  readonly event: { readonly kind: string; readonly id: string } | null;
}

describe('the list of alerts', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp();
    member = await app.join();
    await member.put('/models/fraud/profile', { baseline_latency_ms: 10 }).expect(200);
    await member.post('/ingest/ml', { events: [mlEvent({ latency_ms: 90 })] }).expect(200);
    await app.drain();
    await member.post('/ingest/llm', { events: times(12, () => riskyCall()) }).expect(200);
    await app.drain();
    await member.put('/models/fraud/profile', { baseline_latency_ms: 1000 }).expect(200);
    await member.post('/ingest/ml', { events: [mlEvent({ latency_ms: 90 })] }).expect(200);
    await app.drain();
  });
  afterAll(() => app.close());

  async function list(query: string, of = member): Promise<AlertRow[]> {
    return (await of.get(`/alerts?${query}`).expect(200)).body.alerts as AlertRow[];
  }

  it.each([
    { query: 'type=risk', found: { risk: 12 } },
    { query: 'type=drift', found: { drift: 1 } },
    { query: 'type=drift&status=open', found: {} },
    { query: 'type=drift&status=resolved&severity=critical', found: { drift: 1 } },
    { query: 'model=fraud', found: { drift: 1 } },
    { query: 'model=chat&severity=warning', found: {} },
    { query: 'model=chat&status=open&limit=5', found: { risk: 5 } },
    { query: 'to=2020-01-01T00:00:00Z', found: {} },
    { query: 'type=risk&from=2020-01-01T00:00:00Z', found: { risk: 12 } },
  ])('for "$query" has $found', async ({ query, found }) => {
    const types = (await list(query)).map(({ type }) => type);
    const counts = Object.fromEntries(
      [...new Set(types)].map((type) => [type, types.filter((one) => one === type).length]),
    );
    expect(counts).toEqual(found);
  });

  it('names the event that an alert is about', async () => {
    const [{ event }] = (await list('type=risk&limit=1')) as [AlertRow];
    const { body } = await member.get(`/events/${event!.kind}/${event!.id}`).expect(200);
    expect(body.riskLabel).toBe('risky');
    expect((await list('type=drift')).map((alert) => alert.event)).toEqual([null]);
  });

  it('comes page by page, each alert once, while others are raised', async () => {
    const there = new Set((await list('limit=100')).map(({ id }) => id));
    const seen: AlertRow[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { body: { alerts: AlertRow[]; next_cursor: string | null } } = await member
        .get(`/alerts?limit=4${cursor === '' ? '' : `&cursor=${cursor}`}`)
        .expect(200);
      seen.push(...page.body.alerts);
      cursor = page.body.next_cursor;
      await member.post('/ingest/llm', { events: [riskyCall()] }).expect(200);
      await app.drain();
    }
    expect(seen.map(({ id }) => id).sort()).toEqual([...there].sort());
    expect(seen.map(({ created_at }) => created_at)).toEqual(
      seen
        .map(({ created_at }) => created_at)
        .sort()
        .reverse(),
    );
  });

  it("shows nobody else's", async () => expect(await list('', await app.join('Other'))).toEqual([]));

  it.each(['type=other', 'severity=low', 'status=shut', 'limit=1000', 'cursor=x', 'from=x'])(
    'refuses "%s"',
    async (query) => {
      const { body } = await member.get(`/alerts?${query}`).expect(422);
      expect(body.detail.map(({ loc }: { loc: unknown }) => loc)).toEqual([['query', query.split('=')[0]]]);
    },
  );
});
