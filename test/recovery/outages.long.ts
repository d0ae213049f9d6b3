import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/poll.js';
import { temporaryFolder } from '../support/server-process.js';
import { ClientLedger } from './support/client-ledger.js';
import { DatabaseProcess } from './support/database-process.js';
import { expectExact, untilQuiet } from './support/expect-exact.js';
import { type Fault, FaultyLine } from './support/faulty-line.js';
import { inSeconds, randomNumbers, report, spread } from './support/figures.js';
import { Instance, lookInto } from './support/instance.js';
import { type Attempt, Load } from './support/load.js';
import { OPTIONS } from './support/options.js';

/** How long is waited for what must come, on a slow and busy machine too; how long it took is reported. */
const FIRST_ANSWER_MS = 60_000;
const BACKLOG_MS = 180_000;
const BEFORE_MS = 1000;

describe('the database by a line that fails', () => {
  const random = randomNumbers(OPTIONS.seed);
  const attempts: Attempt[] = [];
  const undoing: (() => Promise<void>)[] = [];
  let database: DatabaseProcess, line: FaultyLine, instance: Instance, ledger: ClientLedger, load: Load;

  beforeAll(async () => {
    const folder = await temporaryFolder();
    undoing.push(folder.remove);
    database = await DatabaseProcess.start(path.join(folder.path, 'shared'));
    undoing.push(async () => database.end());
    line = await FaultyLine.start(database.uri, random);
    undoing.push(async () => line.stop());
    const env = { MONGO_URI: line.uri, LEASE_MS: String(OPTIONS.leaseMs), ORG_BYTES_PER_SECOND: '1000000000' };
    instance = new Instance({ folder: folder.path, env });
    undoing.push(async () => void (await instance.end('SIGKILL')));
    await instance.start();
    ledger = new ClientLedger(path.join(folder.path, 'acknowledged.jsonl'));
    load = new Load({
      target: () => instance.target(),
      ledger,
      random,
      onAttempt: (attempt) => attempts.push(attempt),
    });
    undoing.push(
      async () => ledger.close(),
      async () => load.abandon(),
    );
  });
  afterAll(async () => {
    for (const undo of undoing.toReversed()) await undo();
  });

  async function health(probe: '/health' | '/health/ready'): Promise<number> {
    return (await fetch(`${instance.target().url}${probe}`)).status;
  }

  /** How often the server has said so. */
  function said(text: string): number {
    return instance.output.split(text).length - 1;
  }

  /** Lets the line fail under load.
   * @returns when it healed, and when the server had seen that the database is away; null where it had not */
  async function outage(fault: Fault): Promise<{ healedMs: number; openedMs: number | null }> {
    const before = said('database away');
    load.start(4);
    await setTimeout(BEFORE_MS);
    attempts.length = 0;
    load.unexpected.length = 0;
    line.fail(fault);
    const endMs = performance.now() + OPTIONS.outageSeconds * 1000;
    let openedMs: number | null = null;
    while (performance.now() < endMs) {
      await setTimeout(20);
      if (openedMs === null && said('database away') > before) openedMs = performance.now();
    }
    expect(await health('/health')).toBe(200);
    await line.heal();
    return { healedMs: performance.now(), openedMs };
  }

  /** @returns from an instant to the first acknowledgement after it, milliseconds */
  async function firstAcknowledged(sinceMs: number): Promise<number> {
    const first = await eventually(
      async () => attempts.find(({ status, atMs }) => status === 200 && atMs > sinceMs),
      (attempt) => attempt !== undefined,
      FIRST_ANSWER_MS,
    );
    return (first?.atMs ?? Number.NaN) - sinceMs;
  }

  function reportRefusals(fault: Fault, openedMs: number | null): void {
    const refused = attempts.filter(({ status }) => status === 503);
    const isFast = ({ atMs, tookMs }: Attempt): boolean => openedMs !== null && atMs - tookMs > openedMs;
    const took = (some: readonly Attempt[]): string => spread(some.map(({ tookMs }) => tookMs));
    report(`${fault}: 503 before the breaker`, took(refused.filter((attempt) => !isFast(attempt))));
    report(`${fault}: 503 with the breaker open`, took(refused.filter(isFast)));
  }

  it.each(['refuse', 'swallow', 'reset', 'delay', 'cut'] as const)(
    '(%s) loses and doubles nothing, and is well again by itself',
    async (fault) => {
      const { healedMs, openedMs } = await outage(fault);
      const firstMs = await firstAcknowledged(healedMs);
      load.pause();
      reportRefusals(fault, openedMs);
      await load.finish();
      await lookInto(database.uri, async (db) => {
        await untilQuiet(db, BACKLOG_MS);
        report(`${fault}: first 2xx after healing`, inSeconds(firstMs));
        report(`${fault}: backlog 0 after healing`, inSeconds(performance.now() - healedMs));
        await expectExact(db, ledger);
      });
      expect(load.unexpected).toEqual([]);
      expect(await health('/health/ready')).toBe(200);
      if (fault === 'refuse' || fault === 'swallow') {
        expect(attempts).toContainEqual(expect.objectContaining({ status: 503, code: 'database_unavailable' }));
      }
      if (fault === 'reset' || fault === 'cut') expect(line.broken).toBeGreaterThan(0);
    },
    600_000 + OPTIONS.outageSeconds * 1000,
  );
});
