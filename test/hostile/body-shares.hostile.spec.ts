import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { mlEvent, times } from '../support/factories.js';
import { eventually } from '../support/poll.js';
import { hostileApp } from './support/hostile-app.js';
import { endAll, head } from './support/open-requests.js';
import { openRaw, type RawConnection, send } from './support/wire.js';

const JSON_TYPE = { 'Content-Type': 'application/json' };

const PUBLIC = [
  { method: 'POST', path: '/auth/token' },
  { method: 'GET', path: '/health' },
];
const PACKED = gzipSync('{}');

describe('a stranger', () => {
  // At any speed, so that what is sent stays until it is ended.
  const hostile = hostileApp({ MAX_IN_FLIGHT_BYTES: '1048576', MIN_BODY_BYTES_PER_SECOND: '0' });
  const signIn = async (): Promise<number> => {
    const { clientId, clientSecret } = hostile.member;
    const body = JSON.stringify({ clientId, clientSecret });
    const headers = { ...JSON_TYPE, Authorization: [] };
    return (await hostile.send({ method: 'POST', path: '/auth/token', headers, body })).status;
  };

  it.each([
    { what: 'announced', headers: {} },
    { what: 'in chunks', headers: { 'Transfer-Encoding': 'chunked' } },
  ])('hostile-111: may send 16 KiB to a public route, no more, $what', async ({ headers }) => {
    for (const { method, path } of PUBLIC) {
      const request = { method, path, headers: { ...JSON_TYPE, ...headers }, body: ' '.repeat(20_000) };
      expect((await send(hostile.port, request)).status).toBe(413);
    }
  });

  it('hostile-111: with unfinished bodies takes a small room, and none from those who are signed in', async () => {
    // Small ones at last, so that not even a sign-in fits.
    const lengths = [...times(60, () => 900), ...times(60, () => 90), ...times(60, () => 9)];
    const open = lengths.map((length, nth) => {
      const connection = openRaw(hostile.port, head('/auth/token', nth % 2 === 0 ? length + 1 : null));
      const body = ' '.repeat(length);
      connection.socket.write(nth % 2 === 0 ? body : `${length.toString(16)}\r\n${body}\r\n`);
      return connection;
    });
    try {
      await eventually(signIn, (status) => status === 503);
      const large = { events: times(3, () => mlEvent({ input_data: { text: 'x'.repeat(200_000) } })) };
      expect((await hostile.ingest('ml', large)).status).toBe(200);
    } finally {
      endAll(open);
    }
    await eventually(signIn, (status) => status === 200);
  });

  it('hostile-111: from many addresses leaves every other address room for a sign-in', async () => {
    const others = ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5', '127.0.0.6'];
    const lengths = [15_000, ...times(20, () => 900), ...times(20, () => 90), ...times(20, () => 9)];
    const open: RawConnection[] = [];
    const fill = (from: string): void => {
      for (const length of lengths) {
        const connection = openRaw(hostile.port, head('/auth/token', length + 1), from);
        connection.socket.write(' '.repeat(length));
        open.push(connection);
      }
    };
    try {
      others.forEach(fill);
      const refused = new Promise<string>((resolve) => {
        for (const { socket } of open.slice(-lengths.length)) socket.once('data', (data) => resolve(String(data)));
      });
      expect(await refused).toMatch(/^HTTP\/1\.1 503 /);
      for (let tries = 0; tries < 5; tries++) expect(await signIn()).toBe(200);
    } finally {
      endAll(open);
    }
  });

  it('hostile-111: that sends heads alone takes no room at all', async () => {
    const open = [...times(100, () => 16_000), ...times(100, () => null)].map((length) =>
      openRaw(hostile.port, head('/auth/token', length)),
    );
    try {
      expect(await signIn()).toBe(200);
      expect((await hostile.ingest('ml', { events: [mlEvent()] })).status).toBe(200);
    } finally {
      endAll(open);
    }
  });

  it.each(['gzip', 'deflate', 'br', 'gzip, gzip', 'zstd', 'constructor', 'GZIP', 'x-gzip'])(
    'hostile-113: may not compress for a public route: %s',
    async (encoding) => {
      for (const { method, path } of PUBLIC) {
        const headers = { ...JSON_TYPE, 'Content-Encoding': encoding };
        const { status, text, headers: answered } = await send(hostile.port, { method, path, headers, body: PACKED });
        expect([status, answered['accept-encoding']]).toEqual([415, 'identity']);
        expect(text).toContain('"code":"unsupported_encoding"');
      }
    },
  );
});

describe('one organization', () => {
  const hostile = hostileApp({
    MAX_IN_FLIGHT_BYTES: '4194304',
    ORG_BYTES_PER_SECOND: '100000000',
    ORG_BURST_BYTES: '100000000',
  });

  it('hostile-112: with unfinished bodies takes three quarters of the room at most', async () => {
    const other = await hostile.app.join();
    const open = times(8, () => {
      const connection = openRaw(hostile.port, head('/ingest/ml', 700_000, hostile.member.token));
      connection.socket.write(Buffer.alloc(699_990, ' '));
      return connection;
    });
    try {
      const own = {
        events: [
          mlEvent({ input_data: { text: 'x'.repeat(250_000) } }),
          mlEvent({ input_data: { text: 'y'.repeat(250_000) } }),
        ],
      };
      await eventually(
        // Two of them fit beside each other, and nothing as large besides.
        async () => (await hostile.ingest('ml', { events: [...own.events, ...own.events] })).status,
        (status) => status === 503,
      );
      const answer = await hostile.ingest('ml', own, { Authorization: `Bearer ${other.token}` });
      expect(answer.status).toBe(200);
    } finally {
      endAll(open);
    }
    await eventually(
      async () => (await hostile.ingest('ml', { events: [mlEvent()] })).status,
      (status) => status === 200,
    );
  });
});

describe('a compressed body', () => {
  const hostile = hostileApp();
  const blanks = (bytes: number): Buffer => Buffer.from(`{"events":[${' '.repeat(bytes)}]}`);

  it.each([
    { encoding: 'gzip', pack: gzipSync },
    { encoding: 'br', pack: brotliCompressSync },
  ])(
    'hostile-113: may grow as it likes up to a megabyte, and a hundredfold beyond: $encoding',
    async ({ encoding, pack }) => {
      const headers = { 'Content-Encoding': encoding };
      expect((await hostile.ingest('ml', pack(blanks(1_000_000)), headers)).status).toBe(200);
      const bomb = await hostile.ingest('ml', pack(blanks(9_000_000)), headers);
      expect([bomb.status, bomb.body.code]).toEqual([413, 'body_too_large']);
    },
  );

  it('hostile-113: of telemetry that repeats itself is taken', async () => {
    const events = times(4000, (nth) =>
      mlEvent({ input_data: { nth, features: { amount: nth / 7, country: 'DE', note: 'as always'.repeat(20) } } }),
    );
    const body = Buffer.from(JSON.stringify({ events }));
    const packed = gzipSync(body);
    expect(body.length / packed.length).toBeGreaterThan(15);
    const answer = await hostile.ingest('ml', packed, { 'Content-Encoding': 'gzip' });
    expect(answer.body).toEqual({ ingested: 4000 });
  });
});

describe('a compressed body of nothing', () => {
  // An organization whose rate nothing has used up.
  const hostile = hostileApp();

  it('hostile-113: is refused, however long it is', async () => {
    const nothing = Buffer.alloc(12_000_000, gzipSync(''));
    const answer = await hostile.ingest('ml', nothing, { 'Content-Encoding': 'gzip', 'Transfer-Encoding': 'chunked' });
    expect([answer.status, answer.body.code]).toEqual([413, 'body_too_large']);
  });
});
