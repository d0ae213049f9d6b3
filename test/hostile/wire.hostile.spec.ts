import type { OpenAPIObject } from '@nestjs/swagger';
import { Controller, Get, Module, Query } from '@nestjs/common';
import { Expose } from 'class-transformer';
import { IsString } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { riskyCall } from '../support/factories.js';
import { hostileApp } from './support/hostile-app.js';
import { CANARY, sendRaw } from './support/wire.js';

const HOST = 'Host: local\r\n';

describe('on the wire', () => {
  const hostile = hostileApp();

  it.each([
    {
      what: 'a length and chunks',
      head: `POST /ingest/ml HTTP/1.1\r\n${HOST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    },
    {
      what: 'two lengths',
      head: `POST /ingest/ml HTTP/1.1\r\n${HOST}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd`,
    },
    { what: 'a folded header', head: `GET /health HTTP/1.1\r\n${HOST}X-A: b\r\n c\r\n\r\n` },
    { what: 'a NUL in the path', head: `GET /heal\0th HTTP/1.1\r\n${HOST}\r\n` },
    { what: 'no host', head: 'GET /health HTTP/1.1\r\n\r\n' },
    { what: 'a header without a colon', head: `GET /health HTTP/1.1\r\n${HOST}${CANARY}\r\n\r\n` },
    { what: 'another protocol', head: `SSH-2.0-${CANARY}\r\n\r\n` },
  ])('hostile-16: $what is 400, and the connection ends', async ({ head }) => {
    const { status, text } = await sendRaw(hostile.port, head);
    expect(status).toBe(400);
    expect(text).toMatch(/^Connection: close\r$/m);
    expect(text).not.toContain(CANARY);
  });

  it('hostile-16: what follows a request of unclear length is not taken for another', async () => {
    const smuggled = `GET /metrics HTTP/1.1\r\n${HOST}\r\n`;
    const head = `POST /health HTTP/1.1\r\n${HOST}Content-Length: ${smuggled.length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`;
    const { text } = await sendRaw(hostile.port, head + smuggled);
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  it.each([
    { what: 'a header of 20 KB', header: `X-A: ${'a'.repeat(20_000)}\r\n` },
    { what: '3,000 headers', header: Array.from({ length: 3000 }, (_none, index) => `X-${index}: a\r\n`).join('') },
  ])('hostile-17: $what is 431', async ({ header }) => {
    const { status, text } = await sendRaw(hostile.port, `GET /health HTTP/1.1\r\n${HOST}${header}\r\n`);
    expect(status).toBe(431);
    expect(text).toContain('"code":"headers_too_large"');
  });

  it('hostile-18: an unknown expectation is 417', async () => {
    const answer = await hostile
      .send({ method: 'GET', path: '/health', headers: { Expect: '200-ok' } })
      .catch(() => null);
    const raw = await sendRaw(
      hostile.port,
      `GET /health HTTP/1.1\r\n${HOST}Expect: 200-ok\r\nConnection: close\r\n\r\n`,
    );
    expect(raw.status).toBe(417);
    expect(raw.text).toContain('"code":"expectation_failed"');
    expect(answer === null || answer.status === 417).toBe(true);
  });

  it('hostile-19: another method than the documented ones is 405 on every route, and names them', async () => {
    const { text } = await hostile.send({ method: 'GET', path: '/openapi.json' });
    const { paths } = JSON.parse(text) as OpenAPIObject;
    for (const [path, operations] of Object.entries(paths)) {
      const known = Object.keys(operations).map((method) => method.toUpperCase());
      for (const method of ['PUT', 'PATCH', 'DELETE', 'TRACE', 'OPTIONS', 'GET'].filter(
        (one) => !known.includes(one),
      )) {
        const answer = await hostile.send({ method, path: path.replaceAll(/\{[^}]+\}/g, 'x') });
        expect([method, path, answer.status]).toEqual([method, path, 405]);
        expect(String(answer.headers['allow']).split(', ')).toEqual(expect.arrayContaining(known));
        expect(answer.body.code).toBe('method_not_allowed');
      }
    }
  });

  it('hostile-20: a header or a parameter does not change the method', async () => {
    const headers = { 'X-HTTP-Method-Override': 'DELETE', 'X-HTTP-Method': 'DELETE', 'X-Method-Override': 'POST' };
    expect((await hostile.send({ method: 'GET', path: '/dashboard/alerts', headers })).status).toBe(200);
    const { status } = await hostile.send({ method: 'GET', path: '/dashboard/alerts?_method=POST', headers });
    expect(status).toBe(422);
  });

  it('hostile-21: an address of 64 KB is 414', async () => {
    const { status, text } = await sendRaw(hostile.port, `GET /${'a'.repeat(65_536)} HTTP/1.1\r\n${HOST}\r\n`);
    expect(status).toBe(414);
    expect(text).toContain('"code":"uri_too_long"');
  });

  it.each([
    { path: '/models/a%00b/profile', status: 400 },
    { path: '/models/a%0d%0aSet-Cookie:x/profile', status: 400 },
    { path: '/models/%E0%A4%A/profile', status: 400 },
    { path: '/models/..%2f..%2fetc%2fpasswd/profile', status: 404 },
    { path: '/docs/..%2f..%2fpackage.json', status: 404 },
    { path: '/docs/%2e%2e/%2e%2e/package.json', status: 404 },
    { path: '/redoc/..%5c..%5cpackage.json', status: 404 },
  ])('hostile-21: $path is $status', async ({ path, status }) => {
    expect((await hostile.send({ method: 'GET', path })).status).toBe(status);
  });

  it('hostile-22: operators in a query are no operators', async () => {
    await hostile.ingest('llm', { events: [riskyCall()] });
    const other = await hostile.app.join('Other');
    for (const query of ['organization_id[$ne]=x', 'organization_id=%7B%22$ne%22:1%7D', 'resolved[$gt]=']) {
      const headers = { Authorization: `Bearer ${other.token}` };
      const { status, body } = await hostile.send({ method: 'GET', path: `/dashboard/alerts?${query}`, headers });
      expect([status, body.detail]).toMatchObject([422, [{ code: 'unknown_parameter' }]]);
    }
  });

  it('hostile-23: nothing of what a request says of its host or its way shows in an answer', async () => {
    const headers = {
      Host: CANARY,
      'X-Forwarded-Host': CANARY,
      'X-Forwarded-Proto': CANARY,
      Forwarded: `host=${CANARY}`,
    };
    for (const path of [
      '/openapi.json',
      '/docs',
      '/redoc',
      '/nowhere',
      '/dashboard/health',
      '//evil.example/',
      '/docs/',
    ]) {
      const answer = await hostile.send({ method: 'GET', path, headers });
      expect(JSON.stringify([answer.headers, answer.text])).not.toContain(CANARY);
      expect(answer.headers['location']).toBeUndefined();
    }
  });

  it('hostile-24: two tokens are 400', async () => {
    const headers = { Authorization: [`Bearer ${hostile.member.token}`, `Bearer ${CANARY}`] };
    const { status, body } = await hostile.send({ method: 'GET', path: '/dashboard/health', headers });
    expect([status, body.code]).toEqual([400, 'invalid_request']);
  });
});

class SearchIn {
  @Expose() @IsString() limit!: string;
}

@Controller('search')
class SearchController {
  @Get()
  search(@Query() { limit }: SearchIn): string {
    return limit;
  }
}

@Module({ controllers: [SearchController] })
class SearchModule {}

describe('a query', () => {
  const hostile = hostileApp({}, [SearchModule]);

  it.each([
    { query: 'limit=1&limit=2', status: 422 },
    { query: 'limit[$gt]=1', status: 422 },
    { query: 'limit=1', status: 200 },
  ])('hostile-21: ?$query is $status where one value is due', async ({ query, status }) => {
    expect((await hostile.send({ method: 'GET', path: `/search?${query}` })).status).toBe(status);
  });
});
