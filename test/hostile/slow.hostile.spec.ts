import { setInterval } from 'node:timers';
import { describe, expect, it } from 'vitest';
import { hostileApp } from './support/hostile-app.js';
import { openRaw, type RawConnection } from './support/wire.js';

const STEP_MS = 50;

/** Sends a byte now and then, until the server has enough. */
async function trickle(connection: RawConnection, bytes: string): Promise<string> {
  const timer = setInterval(() => void connection.socket.write(bytes), STEP_MS);
  const text = await connection.ended();
  clearInterval(timer);
  return text;
}

describe('a slow client', () => {
  const hostile = hostileApp({ REQUEST_TIMEOUT_MS: '1500', HEADERS_TIMEOUT_MS: '600' });

  function head(length: string): string {
    const { token } = hostile.member;
    return `POST /ingest/ml HTTP/1.1\r\nHost: local\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n${length}\r\n\r\n`;
  }

  it('hostile-13: that sends its body byte by byte is told 408, and the connection ends', async () => {
    const text = await trickle(openRaw(hostile.port, head('Transfer-Encoding: chunked')), '1\r\n \r\n');
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    expect(text).toContain('"code":"request_timeout"');
  });

  it('hostile-13: takes no room from others meanwhile', async () => {
    const slow = Array.from({ length: 20 }, () => openRaw(hostile.port, head('Content-Length: 10000000')));
    const { status } = await hostile.ingest('ml', { events: [], padding: ' '.repeat(5_000_000) });
    expect(status).toBe(200);
    await Promise.all(slow.map(async (connection) => connection.ended()));
  });

  it('hostile-14: that sends its headers byte by byte is told 408, and the connection ends', async () => {
    const text = await trickle(openRaw(hostile.port, 'GET /health HTTP/1.1\r\nHost: local\r\n'), 'X-A: b\r\n');
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('hostile-15: that announces more than it sends is told 408, and the connection ends', async () => {
    const text = await openRaw(hostile.port, `${head('Content-Length: 100')}{}`).ended();
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('hostile-15: that goes away in the middle leaves nothing behind', async () => {
    const connection = openRaw(hostile.port, `${head('Content-Length: 100')}{}`);
    connection.socket.destroy();
    await connection.ended();
    expect((await hostile.ingest('ml', { events: [] })).status).toBe(200);
  });
});

describe('many clients', () => {
  const hostile = hostileApp({ MAX_CONNECTIONS: '5' });

  it('hostile-14: are turned away where there are too many connections, and let in again', async () => {
    const idle = Array.from({ length: 30 }, () => openRaw(hostile.port, ''));
    await Promise.race(idle.map(async (connection) => connection.ended()));
    for (const { socket } of idle) socket.destroy();
    await Promise.all(idle.map(async (connection) => connection.ended()));
  });
});
