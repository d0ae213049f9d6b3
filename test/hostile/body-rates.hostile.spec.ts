import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { times } from '../support/factories.js';
import { eventually } from '../support/poll.js';
import { stored } from '../support/stored.js';
import { createTestApp, type Member } from '../support/test-app.js';
import { hostileApp } from './support/hostile-app.js';
import { endAll, head } from './support/open-requests.js';
import { openRaw } from './support/wire.js';

const JSON_TYPE = { 'Content-Type': 'application/json' };
const RETRY_AFTER = /^[1-9]\d*$/;

describe('the rate of an organization', () => {
  const hostile = hostileApp({ ORG_BYTES_PER_SECOND: '1024', ORG_BURST_BYTES: '100000' });

  const members: Member[] = [];
  const fresh = (): Member => members.pop()!;
  beforeAll(async () => {
    // Before the tests: joining writes, and a test of refusals must not.
    members.push(...(await Promise.all(times(13, async () => hostile.app.join()))));
  });

  it.each([
    ['POST', '/ingest/ml'],
    ['POST', '/ingest/llm'],
    ['POST', '/risk/classify'],
    ['POST', '/risk/classify/batch'],
    ['PUT', '/risk/patterns'],
    ['PUT', '/risk/policy'],
    ['POST', '/risk/allowances'],
    ['POST', '/risk/feedback'],
    ['PUT', '/models/x/profile'],
    ['PUT', '/models/x/baseline/pin'],
    ['POST', '/auth/credentials/refresh'],
  ])('hostile-130: counts for %s %s', async (method, path) => {
    const member = fresh();
    const headers = { ...JSON_TYPE, Authorization: `Bearer ${member.token}` };
    const body = `{"padding":"${'x'.repeat(60_000)}"}`;
    const first = await hostile.send({ method, path, headers, body });
    expect(first.status).not.toBe(429);
    const second = await hostile.send({ method, path, headers, body });
    expect([second.status, second.body.code]).toEqual([429, 'rate_limited']);
    expect(second.headers['retry-after']).toMatch(RETRY_AFTER);
    expect((await member.get('/dashboard/health')).status).toBe(200);
  });

  it('hostile-130: is used up by a body that is never finished', async () => {
    const member = fresh();
    const connection = openRaw(hostile.port, head('/ingest/ml', 100_000, member.token));
    connection.socket.write(Buffer.alloc(99_000, ' '));
    const headers = { Authorization: `Bearer ${member.token}` };
    await eventually(
      async () => (await hostile.ingest('ml', { events: [], padding: 'x'.repeat(5000) }, headers)).status,
      (status) => status === 429,
    );
    endAll([connection]);
    expect((await hostile.ingest('ml', { events: [], padding: 'x'.repeat(5000) }, headers)).status).toBe(429);
    expect(await stored(hostile.app, 'ml_events', member.orgId)).toEqual([]);
  });

  it('hostile-130: counts a compressed body by what it becomes', async () => {
    const member = fresh();
    const headers = { Authorization: `Bearer ${member.token}`, 'Content-Encoding': 'gzip' };
    const body = gzipSync(`{"events":[],"x":"${' '.repeat(60_000)}"}`);
    expect((await hostile.ingest('ml', body, headers)).status).toBe(200);
    expect((await hostile.ingest('ml', body, headers)).status).toBe(429);
  });
});

describe('a body that trickles in', () => {
  const hostile = hostileApp();

  it.each([
    { where: 'from an organization, after five seconds,', path: '/ingest/ml' },
    { where: 'from a stranger, after one,', path: '/auth/token' },
  ])('hostile-140: $where is told 408, and the connection ends', async ({ path }) => {
    const connection = openRaw(hostile.port, head(path, 10_000, hostile.member.token));
    const timer = setInterval(() => void connection.socket.write(' '), 50);
    const text = await connection.ended();
    clearInterval(timer);
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    expect(text).toContain('"code":"request_timeout"');
    expect(text).toMatch(/^Connection: close\r$/m);
  });
});

describe('connections of one address', () => {
  it('hostile-111: that never finish their heads leave some to the others', async () => {
    const { app, close } = await createTestApp({ env: { MAX_CONNECTIONS: '16' } });
    const { port } = app.getHttpServer().address() as AddressInfo;
    const idle = times(40, () => openRaw(port, 'GET /health HTTP/1.1\r\n'));
    await Promise.race(idle.map(async (connection) => connection.ended()));
    const options = { host: '127.0.0.1', port, path: '/health', agent: false, localAddress: '127.0.0.2' };
    const status = await new Promise((resolve, reject) =>
      get(options, (response) => resolve(response.resume().statusCode)).on('error', reject),
    );
    expect(status).toBe(200);
    endAll(idle);
    await close();
  });
});
