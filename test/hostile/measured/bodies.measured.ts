import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { times } from '../../support/factories.js';
import type { BenchClient } from '../../bench/support/bench-client.js';
import { openRaw, type RawConnection } from '../support/wire.js';
import { AttackedServer, type Opponents } from './support/attacked-server.js';

const FULL = 10_485_760;
const HELD_MS = 3000;

/** Bodies of ten megabytes that hold what costs most to parse.
 * @returns the body of a request to /ingest/ml */
function filled(open: string, unit: string, close: string): Buffer {
  const count = Math.floor((FULL - open.length - close.length) / unit.length) - 1;
  return Buffer.from(`${open}${unit.repeat(count)}${unit.replace(/,$/, '')}${close}`);
}

const nested = (level: string, end: string): Buffer => {
  const levels = Math.floor((FULL - 100) / (level.length + end.length));
  return Buffer.from(`{"x":${level.repeat(levels)}1${end.repeat(levels)},"events":[]}`);
};

const DEAR = [
  { what: 'empty lists for events', body: () => filled('{"events":[', '[],', ']}') },
  { what: 'empty objects for events', body: () => filled('{"events":[', '{},', ']}') },
  { what: 'numbers for events', body: () => filled('{"events":[', '1,', ']}') },
  { what: 'empty lists under an unknown key', body: () => filled('{"events":[],"x":[', '[],', ']}') },
  { what: 'objects under an unknown key', body: () => filled('{"events":[],"x":[', '{"a":1},', ']}') },
  { what: 'keys', body: () => filled('{"events":[],', '"a":1,', '}') },
  { what: 'the key of the events', body: () => filled('{"x":1,', '"events":[],', '}') },
  { what: 'escapes', body: () => filled('{"events":[],"x":"', String.raw`\u0000`, '"}') },
  { what: 'levels of lists', body: () => nested('[', ']') },
  { what: 'levels of objects', body: () => nested('{"a":', '}') },
  { what: 'blanks', body: () => filled('{"events":[', ' ', ']}') },
  { what: 'one event of empty lists', body: () => filled('{"events":[{"input_data":{"a":[', '[],', ']}}]}') },
  { what: 'five thousand faulty events', body: () => Buffer.from(`{"events":[${'{},'.repeat(4999)}{}]}`) },
];

/** Keys of six letters, none of which comes twice. */
const freshKeys = (count: number): string[] => times(count, (nth) => (nth * 7919 + 60_466_176).toString(36));

/** Bodies of less than a megabyte that cost as much: every key, or every set of them, is a new one. */
const NEW_KEYS = [
  {
    what: '39,980 keys in one object',
    body: () =>
      Buffer.from(
        `{"events":[],"z":{${freshKeys(39_980)
          .map((key) => `"${key}":1`)
          .join(',')}}}`,
      ),
  },
  {
    what: '13,300 objects of two keys',
    body: () => {
      const keys = freshKeys(26_600);
      const objects = times(13_300, (nth) => `{"${keys[2 * nth]}":1,"${keys[2 * nth + 1]}":1}`);
      return Buffer.from(`{"events":[],"z":[${objects.join(',')}]}`);
    },
  },
  {
    what: '4,900 events of two keys',
    body: () => {
      const keys = freshKeys(9800);
      const objects = times(4900, (nth) => `{"${keys[2 * nth]}":1,"${keys[2 * nth + 1]}":1}`);
      return Buffer.from(`{"events":[${objects.join(',')}]}`);
    },
  },
];

async function sendSeveral(client: BenchClient, body: Buffer): Promise<number[]> {
  const statuses: number[] = [];
  for (let sent = 0; sent < 4; sent++) statuses.push((await client.send('POST', '/ingest/ml', body)).status);
  return statuses;
}

describe('a body that is dear to parse', () => {
  const attacked = new AttackedServer();

  it.each(DEAR)('hostile-114: of $what holds nobody up', async ({ body }) => {
    const bytes = body();
    await attacked.expectHarmless(async ({ attacker }) => {
      expect([200, 422]).toEqual(expect.arrayContaining(await sendSeveral(attacker, bytes)));
    });
  });

  it.each(NEW_KEYS)('hostile-114: of $what holds nobody up', async ({ body }) => {
    const bytes = body();
    await attacked.expectHarmless(async ({ attacker }) => {
      for (let round = 0; round < 10; round++) await sendSeveral(attacker, bytes);
    });
  });

  it('hostile-113: that a stranger has compressed is not read', async () => {
    const packed = brotliCompressSync(filled('[', '{},', ']'));
    await attacked.expectHarmless(async ({ server }) => {
      const headers = { 'Content-Type': 'application/json', 'Content-Encoding': 'br' };
      for (let sent = 0; sent < 50; sent++) {
        const answer = await fetch(`${server.url}/auth/token`, { method: 'POST', headers, body: packed });
        expect(answer.status).toBe(415);
      }
    });
  });
});

/** Opens requests and sends of each body all but its last bytes; ends them after a while. */
async function holdOpen({ server }: Opponents, heads: readonly string[], sent: Buffer): Promise<void> {
  const { port } = new URL(server.url);
  const open: RawConnection[] = heads.map((head) => openRaw(Number(port), head));
  for (const { socket } of open) socket.write(sent);
  const isOver = AbortSignal.timeout(HELD_MS);
  await new Promise((resolve) => isOver.addEventListener('abort', resolve, { once: true }));
  for (const { socket } of open) socket.destroy();
}

function head(path: string, length: number, more: readonly string[] = []): string {
  const lines = [`POST ${path} HTTP/1.1`, 'Host: local', 'Content-Type: application/json', `Content-Length: ${length}`];
  return `${[...lines, ...more].join('\r\n')}\r\n\r\n`;
}

describe('unfinished bodies', () => {
  const attacked = new AttackedServer();

  it('hostile-111: of strangers, a thousand at once, stop nobody who is signed in', async () => {
    const heads = times(1000, () => head('/auth/token', 16_000));
    await attacked.expectHarmless((opponents) => holdOpen(opponents, heads, Buffer.alloc(15_990, ' ')));
  });

  it('hostile-111: of strangers who announce ten megabytes stop nobody', async () => {
    const heads = times(50, () => head('/auth/token', FULL - 1000));
    await attacked.expectHarmless((opponents) => holdOpen(opponents, heads, Buffer.alloc(1_000_000, ' ')));
  });

  it('hostile-111: of two addresses, opened again and again, let a third one sign in', async () => {
    await attacked.expectHarmless(async ({ server }) => {
      const port = Number(new URL(server.url).port);
      const lengths = [...times(64, () => 16_384), ...times(18, () => 1000), ...times(40, () => 100)];
      const fill = (from: string): RawConnection[] =>
        lengths.map((length) => {
          const connection = openRaw(port, head('/auth/token', length), from);
          connection.socket.write(Buffer.alloc(length - 1, ' '));
          return connection;
        });
      for (let round = 0; round < 10; round++) {
        const open = ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5', '127.0.0.6'].flatMap(fill);
        const headers = { 'Content-Type': 'application/json' };
        const init = { method: 'POST', headers, body: JSON.stringify(server.key) };
        for (let tries = 0; tries < 3; tries++) {
          expect((await fetch(`${server.url}/auth/token`, init)).status).toBe(200);
        }
        for (const { socket } of open) socket.destroy();
      }
    });
  });

  it('hostile-112: of one organization, ten megabytes each, stop no other', async () => {
    await attacked.expectHarmless(async (opponents) => {
      const { url, key } = opponents.server;
      const headers = { 'Content-Type': 'application/json' };
      const answer = await fetch(`${url}/auth/token`, { method: 'POST', headers, body: JSON.stringify(key) });
      const { access_token: token } = (await answer.json()) as { access_token: string };
      const heads = times(7, () => head('/ingest/ml', FULL - 1000, [`Authorization: Bearer ${token}`]));
      await holdOpen(opponents, heads, Buffer.alloc(FULL - 2000, ' '));
    });
  });

  it('hostile-140: heads alone, a thousand of them, stop nobody', async () => {
    const heads = times(1000, () => head('/auth/token', 16_000));
    await attacked.expectHarmless((opponents) => holdOpen(opponents, heads, Buffer.alloc(0)));
  });
});
