import { get } from 'node:http';
import mongoose from 'mongoose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openApiDocument } from '../../src/openapi.setup.js';
import { withCommandsNoted } from '../support/commands.js';
import { llmEvent, times } from '../support/factories.js';
import { eventually } from '../support/poll.js';
import { storeCalls } from '../support/stored-events.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const EVER = 'from=0001-01-01T00:00:00Z&to=9999-12-31T00:00:00Z';
const SINCE_2000 = 'from=2000-01-01T00:00:00Z';
/** Of `tz` and the like nothing must be said; a metric is demanded, and a long span needs long steps. */
const ALSO: Readonly<Record<string, string>> = { '/dashboard/timeseries': '&metric=events&step=1d' };

/** Paths of the routes that take a span of time in their query. */
function spanRoutes({ app }: TestApp): string[] {
  const paths = Object.entries(openApiDocument(app, 'AegisAI').paths);
  return paths
    .filter(([, item]) => JSON.stringify(item.get?.parameters ?? []).includes('"name":"from"'))
    .map(([path]) => path);
}

describe('spans of time', () => {
  let app: TestApp, member: Member, commands: string[];
  beforeAll(async () => {
    [app, commands] = await withCommandsNoted(() => createTestApp({ hasClockwork: false }));
    member = await app.join();
    await member.post('/ingest/llm', { events: [llmEvent()] }).expect(200);
    await app.drain();
  });
  afterAll(() => app.close());
  beforeEach(() => void (commands.length = 0));

  function addressOf(path: string, query: string): string {
    const filled = path.replace('{kind}', 'llm').replace('{model_name}', 'chat');
    return `${filled}?${query}${ALSO[path] ?? ''}`;
  }

  it('hostile-119: longer than a hundred years are refused by every route that takes one', async () => {
    const routes = spanRoutes(app);
    expect(routes.length).toBeGreaterThanOrEqual(6);
    for (const path of routes) {
      for (const query of [EVER, 'from=1900-01-01T00:00:00Z', 'from=0000-01-01T00:00:00Z']) {
        const { body } = await member.get(addressOf(path, query)).expect(422);
        expect(body.detail).toContainEqual(expect.objectContaining({ loc: ['query', 'from'], code: 'is_span' }));
      }
    }
    expect(commands).toEqual([]);
  });

  it('hostile-119: longer than what is kept cost what is kept', async () => {
    for (const path of spanRoutes(app).filter((route) => route !== '/dashboard/timeseries')) {
      commands.length = 0;
      await member.get(addressOf(path, `${SINCE_2000}&to=2099-01-01T00:00:00Z`)).expect(200);
      expect(commands.length).toBeLessThan(20);
    }
  });

  it('hostile-119: count the days of a model that there are', async () => {
    const { body } = await member.get(`/models/chat?${SINCE_2000}`).expect(200);
    expect(body.recent).toMatchObject({ events: 1 });
    await member.get(`/models/nobody?${SINCE_2000}`).expect(404);
  });
});

const EVENTS = 24_000;
const FOUND = [2, 1000, 1999, 2000, 2001, 12_000, 23_999];

describe('searches that no index answers', () => {
  let app: TestApp, member: Member, commands: string[], ids: string[];
  beforeAll(async () => {
    [app, commands] = await withCommandsNoted(() => createTestApp({ hasClockwork: false, env: { MAX_READS: '1' } }));
    member = await app.join();
    ids = await storeCalls(app.connection, member, EVENTS, (nth) =>
      FOUND.includes(nth) ? { riskScore: 0.99, riskLabel: 'risky', flags: ['rare'] } : {},
    );
  });
  afterAll(() => app.close());
  beforeEach(() => void (commands.length = 0));

  /** Pages on until there is no more. */
  async function all(of: Member, query: string): Promise<{ ids: string[]; pages: number }> {
    const found: string[] = [];
    let [cursor, pages] = ['', 0];
    do {
      const { body } = await of.get(`/events/llm?${query}${cursor}`).expect(200);
      found.push(...body.events.map(({ id }: { id: string }) => id));
      cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`;
      pages++;
    } while (cursor !== '');
    return { ids: found, pages };
  }

  it.each([
    'min_score=0.9',
    'flag=rare',
    'label=risky&model=chat',
    'model_prefix=ch&min_score=0.9',
    'min_score=0.9&limit=2',
    `min_score=0.9&${SINCE_2000}`,
  ])('hostile-122: look at few events for a page, and find all in the end by %s', async (query) => {
    const { ids: found, pages } = await all(member, query);
    expect(found).toEqual(FOUND.map((nth) => ids[nth]));
    expect(commands.length / pages).toBeLessThan(100);
  });

  it('hostile-122: find what one instant holds too, however much that is', async () => {
    const crowd = await app.join();
    const timestamp = new Date();
    const stored = await storeCalls(app.connection, crowd, 6500, (nth) => ({
      timestamp,
      ...(nth % 1000 === 7 ? { riskScore: 0.99 } : {}),
    }));
    const { ids: found } = await all(crowd, 'min_score=0.9&limit=3');
    expect(found).toEqual(stored.filter((_id, nth) => nth % 1000 === 7).reverse());
    const { body } = await crowd.get('/events/llm?limit=2').expect(200);
    expect(body.events.map(({ id }: { id: string }) => id)).toEqual(stored.slice(-2).reverse());
  });

  it('hostile-122: find the few of very many alerts, page by page', async () => {
    const many = await app.join();
    const nowMs = Date.now();
    const organization_id = new mongoose.Types.ObjectId(many.orgId);
    const common = {
      organization_id,
      model_name: 'chat',
      type: 'risk',
      message: 'Risky.',
      resolved: true,
      occurrences: 1,
    };
    const rows = times(24_000, (nth) => ({
      _id: nth.toString(16).padStart(32, '0'),
      ...common,
      created_at: new Date(nowMs - 10 * Math.floor(nth / 700)),
      severity: nth % 5000 === 4000 ? 'warning' : 'critical',
    }));
    const alerts = app.connection.collection<{ _id: string }>('alerts');
    for (let from = 0; from < rows.length; from += 2000) await alerts.insertMany(rows.slice(from, from + 2000));
    const found: string[] = [];
    let [cursor, pages] = ['', 0];
    do {
      const { body } = await many.get(`/alerts?severity=warning&limit=3${cursor}`).expect(200);
      found.push(...body.alerts.map(({ id }: { id: string }) => id));
      cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`;
      pages++;
    } while (cursor !== '');
    expect(found).toEqual([4000, 9000, 14_000, 19_000].map((nth) => rows[nth]?._id));
    expect(pages).toBeGreaterThan(1);
  });

  it('hostile-122: are exported slice by slice', async () => {
    const { text } = await member.get('/events/llm/export?min_score=0.9').buffer(true).expect(200);
    const lines = text.split('\n').filter((line) => line !== '');
    expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(FOUND.map((nth) => ids[nth]));
  });

  it('hostile-120: stop when their client goes away', async () => {
    const url = `${await app.app.getUrl()}/events/llm?flag=nothing_has_it`;
    await member.get('/events/llm?flag=nothing_has_it').expect(200);
    const whole = commands.length;
    commands.length = 0;
    const request = get(url, { headers: { Authorization: `Bearer ${member.token}` } });
    request.on('error', () => undefined);
    await eventually(
      async () => commands.length,
      (count) => count > 0,
    );
    request.destroy();
    // There is one turn at a time: this answer comes after the other one was given up.
    await member.get('/events/llm?limit=1').expect(200);
    expect(commands.length).toBeLessThan(whole);
  });

  it('hostile-121: walk an index that begins with the organization', async () => {
    const hints: string[] = [];
    const note = ({ commandName, command }: { commandName: string; command: Record<string, unknown> }): void => {
      if (commandName === 'find' && command['find'] === 'llm_events') {
        hints.push(Object.keys(command['hint'] as object)[0] ?? '');
      }
    };
    const client = app.connection.getClient().on('commandStarted', note);
    const queries = ['', 'label=risky', 'label=suspicious', 'label=normal', 'flag=a', 'min_score=0', 'model_prefix=a'];
    for (const query of queries) await member.get(`/events/llm?${query}`).expect(200);
    await member.get('/events/llm/export?label=risky').expect(200);
    client.off('commandStarted', note);
    expect(hints.length).toBeGreaterThan(queries.length);
    expect(new Set(hints)).toEqual(new Set(['organization_id']));
  });
});

describe('reads of one organization', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ hasClockwork: false, env: { MAX_READS: '1' } });
  });
  afterAll(() => app.close());

  it('hostile-122: take turns, and are refused where too many wait', async () => {
    const [member, other] = [await app.join(), await app.join()];
    await storeCalls(app.connection, member, 4000);
    const asked = times(150, () => member.get('/events/llm?min_score=0.9'));
    const answers = await Promise.all(asked);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(150);
    for (const { body, headers } of refused) {
      expect(body.code).toBe('too_many_reads');
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    }
    await other.get('/dashboard/health').expect(200);
    await member.get('/dashboard/health').expect(200);
  });
});

describe('an answer', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ hasClockwork: false, env: { DASHBOARD_TIMEOUT_MS: '1' } });
  });
  afterAll(() => app.close());

  it('hostile-120: has one time for all its queries', async () => {
    const member = await app.join();
    const answers = await Promise.all(times(8, () => member.get('/models/nobody')));
    for (const { body, status } of answers) expect([404, 503]).toContain(status ?? body.code);
    expect(answers.some(({ body }) => body.code === 'database_busy')).toBe(true);
  });
});
