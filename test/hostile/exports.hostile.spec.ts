import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ActiveKeys } from '../../src/auth/active-keys.js';
import { ApiKeysService } from '../../src/auth/api-keys.service.js';
import { OrganizationsService } from '../../src/auth/organizations.service.js';
import { LiveFeedsService } from '../../src/dashboard/live-feeds.service.js';
import { heard, listenTo } from '../support/event-stream.js';
import { eventually } from '../support/poll.js';
import { storeCalls } from '../support/stored-events.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

/** More than sockets hold of what their client doesn't read. */
const EVENTS = 400;
const LONG_TEXT = 'x'.repeat(100_000);
const HOUR_MS = 3_600_000;
/** Between two pieces that a slow client reads. */
const PAUSE_MS = 10;

/** An export that its client has begun to read, and reads no further. */
interface Paused {
  readonly status: number;
  /** Reads on, which takes longer than the server waits before it looks at the caller again. @returns whether it
   * came to its proper end */
  finish(): Promise<boolean>;
  close(): void;
}

async function begin(url: string, { token }: Member, query = ''): Promise<Paused> {
  const request = get(`${url}/events/llm/export${query}`, { headers: { Authorization: `Bearer ${token}` } });
  request.on('error', () => undefined);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.on('error', () => undefined);
  await once(response, 'readable');
  return {
    status: response.statusCode ?? 0,
    finish: async () => {
      try {
        for await (const chunk of response) await setTimeout(PAUSE_MS, chunk);
      } catch {
        return false;
      }
      return response.complete;
    },
    close: () => void request.destroy(),
  };
}

describe('exports', () => {
  let app: TestApp, url: string;
  const open: Paused[] = [];
  beforeAll(async () => {
    app = await createTestApp({ hasClockwork: false, env: { UNREAD_TIMEOUT_MS: '4000' } });
    url = await app.app.getUrl();
  });
  afterAll(() => app.close());
  afterEach(() => {
    app.travelTo(null);
    for (const one of open.splice(0)) one.close();
  });

  async function joined(): Promise<Member> {
    const member = await app.join();
    await storeCalls(app.connection, member, EVENTS, () => ({ response: LONG_TEXT }));
    return member;
  }

  async function paused(member: Member, query = ''): Promise<Paused> {
    const one = await begin(url, member, query);
    open.push(one);
    return one;
  }

  it('hostile-123: are two an organization at once, and have room again when one has ended', async () => {
    const [member, other] = [await joined(), await joined()];
    const [first] = [await paused(member), await paused(member, '?format=csv')];
    const { body, headers } = await member.get('/events/llm/export').expect(429);
    expect(body.code).toBe('too_many_exports');
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect((await paused(other)).status).toBe(200);
    await member.get('/events/llm?limit=5').expect(200);
    first?.close();
    const { status } = await eventually(
      async () => paused(member),
      (one) => one.status === 200,
    );
    expect(status).toBe(200);
  });

  it('hostile-123: end when nothing is read of them', async () => {
    const member = await joined();
    await paused(member);
    await paused(member);
    await eventually(
      async () => paused(member),
      (one) => one.status === 200,
      20_000,
    );
  });

  it('hostile-123: go on as long as they are read, however slowly', async () => {
    const one = await paused(await joined());
    expect(await one.finish()).toBe(true);
  });

  it.each([
    {
      when: 'its key is revoked',
      end: async ({ clientId }: Member) => app.app.get(ApiKeysService).revokeKey(clientId),
    },
    {
      when: 'its organization is disabled',
      end: async ({ orgId }: Member) => app.app.get(OrganizationsService).setEnabled(orgId, false),
    },
    { when: 'its token has ended', end: async () => app.travelTo(new Date(Date.now() + HOUR_MS)) },
    {
      when: 'its secret was replaced',
      end: async (member: Member) => {
        const { clientId, clientSecret } = member;
        const { body } = await app.http.post('/auth/token').send({ clientId, clientSecret }).expect(200);
        const auth = app.http.post('/auth/credentials/refresh').auth(body.access_token, { type: 'bearer' });
        await auth.send({}).expect(200);
      },
    },
    {
      when: 'its key expires',
      end: async ({ clientId }: Member) => {
        const expired = { $set: { expires_at: new Date(Date.now() - HOUR_MS) } };
        await app.connection.collection('api_keys').updateOne({ client_id: clientId }, expired);
        app.app.get(ActiveKeys).forgetKey(clientId);
      },
    },
  ])('hostile-124: are broken off when $when', async ({ end }) => {
    const member = await joined();
    const one = await paused(member);
    await end(member);
    expect(await one.finish()).toBe(false);
  });

  it('hostile-139: a live stream ends with its key, too', async () => {
    const member = await app.join();
    const stream = await listenTo(`${url}/dashboard/live`, member.token);
    await app.app.get(LiveFeedsService).look();
    await heard(stream, 'counters', 1);
    await app.app.get(ApiKeysService).revokeKey(member.clientId);
    await app.app.get(LiveFeedsService).look();
    await stream.ended;
  });
});
