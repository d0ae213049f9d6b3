import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OrganizationsService } from '../../src/auth/organizations.service.js';
import { LiveFeedsService } from '../../src/dashboard/live-feeds.service.js';
import { type EventStream, heard, listenTo } from '../support/event-stream.js';
import { eventually } from '../support/poll.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const HOUR_MS = 3_600_000;

describe('a stream of GET /dashboard/live', () => {
  let app: TestApp, url: string;
  beforeAll(async () => {
    app = await createTestApp({ hasClockwork: false, env: { MAX_LIVE_STREAMS: '2' } });
    url = `${await app.app.getUrl()}/dashboard/live`;
  });
  afterAll(() => app.close());

  /** What runs by itself every second elsewhere. */
  async function look(): Promise<void> {
    await app.app.get(LiveFeedsService).look();
  }

  async function listen({ token }: Member): Promise<EventStream> {
    const stream = await listenTo(url, token);
    expect(stream.status).toBe(200);
    await look();
    await heard(stream, 'counters', 1);
    return stream;
  }

  it('says every 15 seconds that it lives', async () => {
    const stream = await listen(await app.join());
    expect(stream.text).not.toContain(': still here');
    app.travelTo(new Date(Date.now() + 15_000));
    await look();
    await eventually(
      async () => stream.text,
      (text) => text.includes(': still here\n\n'),
    );
    app.travelTo(null);
    stream.close();
  });

  it.each([
    { when: 'the token has', end: async () => app.travelTo(new Date(Date.now() + HOUR_MS)) },
    {
      when: 'the organization is disabled',
      end: async ({ orgId }: Member) => app.app.get(OrganizationsService).setEnabled(orgId, false),
    },
  ])('ends when $when', async ({ end }) => {
    const member = await app.join();
    const stream = await listen(member);
    await look();
    await end(member);
    await look();
    await stream.ended;
    app.travelTo(null);
  });

  it('ends after the seconds that were asked for', async () => {
    const member = await app.join();
    const stream = await listenTo(`${url}?seconds=5`, member.token);
    await look();
    app.travelTo(new Date(Date.now() + 5000));
    await look();
    await stream.ended;
    app.travelTo(null);
  });

  it('is refused beyond the number that an organization may have, until one has ended', async () => {
    const [member, other] = [await app.join(), await app.join()];
    const streams = [await listen(member), await listen(member)];
    const { body, headers } = await member.get('/dashboard/live').expect(429);
    expect(body.code).toBe('too_many_streams');
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    const others = await listen(other);
    streams[0]?.close();
    const next = await eventually(
      async () => listenTo(url, member.token),
      ({ status }) => status === 200,
    );
    for (const stream of [...streams, others, next]) stream.close();
  });

  it.each(['nonsense', '1', `${'9'.repeat(15)}.x`, '1.-1'])('refuses the Last-Event-ID %s', async (id) => {
    const { body } = await (await app.join()).get('/dashboard/live').set('Last-Event-ID', id).expect(422);
    expect(body.detail).toEqual([
      { loc: ['header', 'Last-Event-ID'], code: 'last_event_id', msg: 'must be the id of an event of this stream' },
    ]);
  });

  it.each(['seconds=0', 'seconds=1.5', 'seconds=3601', 'seconds=x'])('refuses %s', async (query) => {
    const { body } = await (await app.join()).get(`/dashboard/live?${query}`).expect(422);
    expect(body.detail[0].loc).toEqual(['query', 'seconds']);
  });

  it('needs a token with the scope to read', async () => {
    await app.http.get('/dashboard/live').expect(401);
    const sender = await app.join('Sender', { scopes: 'ingest' });
    await sender.get('/dashboard/live').expect(403);
  });

  it('answers HEAD without a stream', async () => {
    const { token } = await app.join();
    const { status } = await fetch(url, { method: 'HEAD', headers: { Authorization: `Bearer ${token}` } });
    expect(status).toBe(200);
  });
});

describe('a shutdown while somebody listens', () => {
  it('ends the stream, and is not held up', async () => {
    const app = await createTestApp({ hasClockwork: false });
    const member = await app.join();
    const stream = await listenTo(`${await app.app.getUrl()}/dashboard/live`, member.token);
    await app.close();
    await stream.ended;
  });
});
