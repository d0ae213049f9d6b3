import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { BenchServer } from '../support/bench-server.js';
import type { Measure } from '../support/measure.js';
import { spreadOf } from '../support/statistics.js';

/** Longer than threads for secrets live without work. */
const IDLE_MS = 40_000;
const TOKENS = 20;

/** From the call of node to the ready line, on a new and on a known data folder; memory at rest; what twenty requests for a
 * token at once do to the event loop. */
export const start: Measure = {
  names: ['start', 'memory', 'tokens'],
  async run({ rounds }) {
    const folder = await mkdtemp(path.join(tmpdir(), 'aegis-bench-'));
    const [first, again]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      first.push(await timed(async () => BenchServer.start()));
      again.push(await timed(async () => BenchServer.start({ folder })));
    }
    await rm(folder, { recursive: true, force: true });
    const server = await BenchServer.start();
    const loop = await tokenFigures(server, rounds);
    await setTimeout(IDLE_MS);
    const resident = server.residentMb();
    await server.stop();
    return [
      { measure: 'start', what: 'first start to ready', unit: 's', value: spreadOf(first), gate: '<= 2.5' },
      { measure: 'start', what: 'next start to ready', unit: 's', value: spreadOf(again), gate: '<= 2.5' },
      { measure: 'memory', what: 'resident, idle', unit: 'MB', value: spreadOf([resident]), gate: '<= 200' },
      {
        measure: 'tokens',
        what: `event loop delay p99, ${TOKENS} tokens at once`,
        unit: 'ms',
        value: spreadOf(loop.p99),
      },
      {
        measure: 'tokens',
        what: `event loop delay most, ${TOKENS} tokens at once`,
        unit: 'ms',
        value: spreadOf(loop.max),
      },
    ];
  },
};

async function timed(startServer: () => Promise<BenchServer>): Promise<number> {
  const startedMs = performance.now();
  const server = await startServer();
  const seconds = (performance.now() - startedMs) / 1000;
  await server.stop();
  return seconds;
}

/** The server measures its own loop; a scrape begins a new measurement. */
async function tokenFigures(server: BenchServer, rounds: number): Promise<{ p99: number[]; max: number[] }> {
  const client = await server.client();
  const delay = async (figure: string): Promise<number> => {
    const { body } = await client.send('GET', '/metrics');
    return 1000 * Number(new RegExp(`^nodejs_eventloop_lag_${figure}_seconds (\\S+)`, 'm').exec(body)?.[1]);
  };
  const [p99, max]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    for (const [figure, figures] of [
      ['p99', p99],
      ['max', max],
    ] as const) {
      // Another secret than any before: one that is known to be right is not hashed again.
      await delay(figure);
      const bodies = Array.from({ length: TOKENS }, (_none, nth) => ({
        ...server.key,
        clientSecret: `wrong-${figure}-${round}-${nth}`,
      }));
      await Promise.all(
        bodies.map(async (body) => client.send('POST', '/auth/token', Buffer.from(JSON.stringify(body)))),
      );
      figures.push(await delay(figure));
    }
  }
  return { p99, max };
}
