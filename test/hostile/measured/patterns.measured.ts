import { Buffer } from 'node:buffer';
import { describe, it } from 'vitest';
import { COSTLY, fiftyOf } from '../support/costly-patterns.js';
import { AttackedServer, type Opponents } from './support/attacked-server.js';

const ROUNDS = 20;

const put = async ({ attacker }: Opponents, patterns: readonly object[], status: number): Promise<void> => {
  const answer = await attacker.send('PUT', '/risk/patterns', Buffer.from(JSON.stringify({ patterns })));
  if (answer.status !== status) throw new Error(`PUT /risk/patterns: ${answer.status} ${answer.body}`);
};

describe('patterns that come to much', () => {
  const attacked = new AttackedServer();

  it.each(COSTLY)('hostile-109, hostile-110: %s, sent again and again', { timeout: 120_000 }, async (_, pattern) => {
    await attacked.expectHarmless(async (opponents) => {
      for (let round = 0; round < ROUNDS; round++) await put(opponents, fiftyOf(pattern), 422);
    });
  });

  it('hostile-110: fifty that are just not too much to be compiled', { timeout: 120_000 }, async () => {
    const patterns = fiftyOf('(?:[a-z]{9}|[0-9]{9}){9}(').map((one) => ({ ...one }));
    await attacked.expectHarmless(async (opponents) => {
      for (let round = 0; round < ROUNDS; round++) await put(opponents, patterns, 422);
    });
  });
});

describe('patterns that were accepted', () => {
  const attacked = new AttackedServer({}, async (opponents) => {
    const pattern = '\\B\\w{45}\\W';
    const patterns = Array.from({ length: 16 }, (_, at) => ({
      name: `p${at}`,
      pattern: `${pattern}${at}`,
      about: 'sensitive',
      strength: 0.5,
    }));
    await put(opponents, patterns, 200);
  });

  it('hostile-110: the texts they are slowest on', { timeout: 120_000 }, async () => {
    const calls = Array.from({ length: 10 }, () => ({ prompt: 'a'.repeat(8000), response: 'ab'.repeat(4000) }));
    const body = Buffer.from(JSON.stringify({ calls }));
    await attacked.expectHarmless(async ({ attacker }) => {
      for (let round = 0; round < 3; round++) {
        const { status } = await attacker.send('POST', '/risk/classify/batch', body);
        if (status !== 200) throw new Error(`classify: ${status}`);
      }
    });
  });
});

describe('texts that are long', () => {
  const attacked = new AttackedServer();
  const random = (length: number): string =>
    Array.from({ length }, (_, at) => String.fromCharCode(0x3000 + ((at * 7919 + length) % 0xa000))).join('');

  it.each([
    ['hostile-130: 16 calls of 200,000 characters of many scripts', random(100_000)],
    ['hostile-116: 16 calls of look-alikes', 'password=a1!b '.repeat(7100)],
    ['hostile-116: 16 calls of numbers', 'phone 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 '.repeat(2500)],
  ])('%s', { timeout: 120_000 }, async (_, text) => {
    const body = Buffer.from(
      JSON.stringify({ calls: Array.from({ length: 16 }, () => ({ prompt: text, response: text })) }),
    );
    await attacked.expectHarmless(async ({ attacker }) => {
      for (let round = 0; round < 5; round++) {
        const { status } = await attacker.send('POST', '/risk/classify/batch', body);
        if (status !== 200) throw new Error(`classify: ${status}`);
      }
    });
  });
});
