import { get, type IncomingMessage } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { BenchClient } from '../../bench/support/bench-client.js';
import type { BenchServer } from '../../bench/support/bench-server.js';
import { quantile } from '../../bench/support/statistics.js';
import { storeCalls } from '../../support/stored-events.js';
import { times } from '../../support/factories.js';
import { AttackedServer } from './support/attacked-server.js';

const EVENTS = 200_000;
/** Of them at the oldest instant, all at once. */
const OF_ONE_INSTANT = 40_000;
const ATTACK_MS = 5000;
const EXPORTS = 30;
const MODELS = 200;
const HOURS = 72;
const HOUR_MS = 3_600_000;
const OWN_EVENTS = 15;
const ASKED = 60;

const SEARCHES = [
  '/events/llm?min_score=0.99',
  '/events/llm?flag=nothing_has_it&limit=100',
  '/events/llm?label=risky&model=none',
  '/events/llm?model_prefix=z',
];

/** Median time of what a tenant asks, before others had any events. */
let aloneMs = Infinity;

const attacked = new AttackedServer({}, async ({ server, neighbour }) => {
  await fill(server, 'stranger', OWN_EVENTS);
  aloneMs = await medianMs(neighbour, '/events/llm?label=risky');
  await fill(server, 'attacker', EVENTS);
  await fillRollups(server);
});

const FIGURES = { v: 1, d: 1, normal: 120, suspicious: 0, risky: 0, latency_sum_ms: 1000, tokens: 10 };

/** Stores risky calls of the first organization, or of the one that came after it. */
async function fill(server: BenchServer, whose: 'attacker' | 'stranger', count: number): Promise<void> {
  const { db, close } = await server.database();
  const org = await db.collection('organizations').findOne({}, { sort: { _id: whose === 'attacker' ? 1 : -1 } });
  const oldest = new Date(Date.now() - 1000 * count);
  await storeCalls(db, { orgId: org?._id.toHexString() as never }, count, (nth) => ({
    riskLabel: 'risky',
    riskScore: 0.9,
    response: 'x'.repeat(500),
    ...(nth >= count - OF_ONE_INSTANT && count === EVENTS ? { timestamp: oldest } : {}),
  }));
  await close();
}

/** As many hourly figures as an organization with many models has. */
async function fillRollups(server: BenchServer): Promise<void> {
  const { db, close } = await server.database();
  const org = await db.collection('organizations').findOne({}, { sort: { _id: 1 } });
  const hour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  const latencies = Object.fromEntries(times(40, (bin) => [String(bin), 3]));
  for (const model of times(MODELS, (nth) => `model-${nth}`)) {
    const rows = times(HOURS, (nth) => ({
      _id: `${model}-${nth}`,
      organization_id: org?._id,
      kind: 'llm',
      model_name: model,
      start: new Date(hour - nth * HOUR_MS),
      ...FIGURES,
      latencies,
    }));
    await db.collection<{ _id: string }>('rollups_hour').insertMany(rows);
  }
  await close();
}

async function medianMs(client: BenchClient, path: string): Promise<number> {
  const taken: number[] = [];
  for (let nth = 0; nth < ASKED; nth++) {
    const startedMs = performance.now();
    const { status } = await client.send('GET', path);
    taken.push(performance.now() - startedMs);
    expect(status).toBe(200);
  }
  return quantile(taken, 0.5);
}

/** So many clients that each ask again as soon as they are answered. */
async function ask(attacker: BenchClient, paths: readonly string[], clients: number): Promise<Map<number, number>> {
  const endMs = performance.now() + ATTACK_MS;
  const seen = new Map<number, number>();
  const one = async (nth: number): Promise<void> => {
    for (let turn = nth; performance.now() < endMs; turn++) {
      const { status } = await attacker.send('GET', paths[turn % paths.length] ?? '');
      seen.set(status, (seen.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(times(clients, one));
  return seen;
}

describe('reads of one organization', () => {
  it.each(SEARCHES)('hostile-122: eight clients that ask for %s hurt nobody', async (path) => {
    await attacked.expectHarmless(async ({ attacker }) => ask(attacker, [path], 8));
  });

  it('hostile-122: twenty-four clients that ask for everything hurt nobody', async () => {
    await attacked.expectHarmless(async ({ attacker }) => {
      const seen = await ask(attacker, SEARCHES, 24);
      expect([...seen.keys()].every((status) => [200, 429, 503].includes(status))).toBe(true);
    });
  });

  it('hostile-122: pages within very many events of one instant hurt nobody', async () => {
    const at = Buffer.from(`${Date.now() - 1000 * (EVENTS - OF_ONE_INSTANT)}.${'f'.repeat(32)}`).toString('base64url');
    const paths = [`/events/llm?limit=5&cursor=${at}`, `/events/llm?min_score=0.99&cursor=${at}`];
    await attacked.expectHarmless(async ({ attacker }) => ask(attacker, paths, 8));
  });

  it('hostile-122: charts of very many figures hurt nobody', async () => {
    const paths = ['latency', 'events'].map((metric) => {
      const from = new Date(Date.now() - HOURS * HOUR_MS).toISOString();
      return `/dashboard/timeseries?metric=${metric}&step=1h&from=${from}`;
    });
    await attacked.expectHarmless(async ({ attacker }) => ask(attacker, paths, 8));
  });

  it('hostile-121: the risky events of others take nobody longer', async () => {
    const { neighbour } = attacked.opponents;
    const besideMs = await medianMs(neighbour, '/events/llm?label=risky');
    process.stdout.write(`label=risky: ${aloneMs.toFixed(1)} ms alone, ${besideMs.toFixed(1)} ms beside ${EVENTS}\n`);
    expect(besideMs).toBeLessThan(2 * aloneMs + 2);
  });

  it('hostile-119: the longest spans hurt nobody', async () => {
    const span = 'from=1930-01-01T00:00:00Z&to=2029-12-01T00:00:00Z';
    const paths = [`/models/nobody?${span}`, `/models/model-1?${span}`, `/dashboard/health/history?${span}`];
    await attacked.expectHarmless(async ({ attacker }) => ask(attacker, paths, 4));
  });

  it('hostile-120: clients that go away at once leave no work behind', async () => {
    await attacked.expectHarmless(async ({ server, attacker }) => {
      const endMs = performance.now() + ATTACK_MS;
      while (performance.now() < endMs) {
        for (const path of SEARCHES) open(server, attacker, path).destroy();
        await setTimeout(10);
      }
    });
  });

  it('hostile-123: thirty exports, unread, hurt nobody', async () => {
    await attacked.expectHarmless(async ({ server, attacker }) => {
      const all = times(EXPORTS, (nth) => open(server, attacker, `/events/llm/export${nth % 2 ? '?format=csv' : ''}`));
      await setTimeout(ATTACK_MS);
      for (const one of all) one.destroy();
    });
  });

  it('hostile-123: exports that are read as fast as they come hurt nobody', async () => {
    await attacked.expectHarmless(async ({ attacker }) =>
      Promise.all(
        ['export', 'export?format=csv&min_score=0.5'].map(async (file) => attacker.download(`/events/llm/${file}`)),
      ),
    );
  });
});

/** Asks, and reads no answer. */
function open({ url }: BenchServer, { authorization }: BenchClient, path: string): { destroy(): void } {
  const request = get(`${url}${path}`, { headers: { Authorization: authorization }, agent: false });
  request.on('error', () => undefined);
  request.on('response', (response: IncomingMessage) => void response.on('error', () => undefined).pause());
  return request;
}
