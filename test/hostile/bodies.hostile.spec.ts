import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { mlEvent } from '../support/factories.js';
import { stored } from '../support/stored.js';
import { BODY_REQUESTS } from './support/body-requests.js';
import { hostileApp } from './support/hostile-app.js';
import { openRaw } from './support/wire.js';

const name = (row: number): string => `hostile-${String(row).padStart(2, '0')}`;

describe('a body', () => {
  // What is refused for its length has arrived, and counts.
  const hostile = hostileApp({ ORG_BYTES_PER_SECOND: '1000000000', ORG_BURST_BYTES: '1000000000' });

  it.each(BODY_REQUESTS.map((request) => ({ ...request, label: name(request.row) })))(
    '$label: $what is $status $code',
    async ({ status, code, ...request }) => {
      const answer = await hostile.send(request);
      expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
    },
  );

  it('hostile-02: names the missing field', async () => {
    const { body } = await hostile.ingest('llm', '');
    expect(body.detail).toEqual([expect.objectContaining({ loc: ['body', 'events'] })]);
  });

  it('hostile-05: with a byte order mark is read', async () => {
    expect((await hostile.ingest('ml', '\ufeff{"events":[]}')).body).toEqual({ ingested: 0 });
  });

  it('hostile-09: of 50 MB is refused before it is sent, and the connection ends', async () => {
    const head = [
      'POST /ingest/ml HTTP/1.1',
      'Host: local',
      `Authorization: Bearer ${hostile.member.token}`,
      'Content-Type: application/json',
      `Content-Length: ${50 * 1024 * 1024}`,
    ];
    const connection = openRaw(hostile.port, `${head.join('\r\n')}\r\n\r\n{"events":[`);
    const text = await connection.ended();
    expect(text).toMatch(/^HTTP\/1\.1 413 /);
    expect(text).toMatch(/^Connection: close\r$/m);
    expect(text).toContain('"code":"body_too_large"');
  });

  it('hostile-09: that is refused while it is being sent is answered all the same', async () => {
    const body = Buffer.alloc(12 * 1024 * 1024, ' ');
    const chunked = { 'Transfer-Encoding': 'chunked', 'Content-Type': 'application/json' };
    expect((await hostile.ingest('ml', body)).status).toBe(413);
    expect((await hostile.ingest('ml', body, chunked)).status).toBe(413);
  });

  it('hostile-10: takes little memory, however much is in it', async () => {
    const bomb = gzipSync(Buffer.alloc(60_000_000, ' '));
    const beforeBytes = process.memoryUsage().arrayBuffers;
    await hostile.ingest('ml', bomb, { 'Content-Encoding': 'gzip' });
    expect(process.memoryUsage().arrayBuffers - beforeBytes).toBeLessThan(40_000_000);
  });

  it('hostile-11: is told which encodings there are', async () => {
    const { headers } = await hostile.ingest('ml', 'x', { 'Content-Encoding': 'zstd' });
    expect(headers['accept-encoding']).toBe('gzip, deflate, br');
  });

  it('hostile-11: compressed as it should be is read', async () => {
    const body = gzipSync(JSON.stringify({ events: [mlEvent()] }));
    expect((await hostile.ingest('ml', body, { 'Content-Encoding': 'gzip' })).body).toEqual({ ingested: 1 });
    expect(await stored(hostile.app, 'ml_events')).toHaveLength(1);
  });

  it('is not read for a stranger', async () => {
    const answer = await hostile.ingest('ml', '{"events":', { Authorization: 'Bearer none' });
    expect(answer.status).toBe(401);
  });
});
