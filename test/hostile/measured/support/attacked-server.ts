import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect } from 'vitest';
import type { BenchClient } from '../../../bench/support/bench-client.js';
import { BenchServer, type Start } from '../../../bench/support/bench-server.js';
import { BATCH_EVENTS } from '../../../bench/support/options.js';
import { bodiesOf, untilDone } from '../../../bench/support/sent-batches.js';
import { countDocuments } from './count-documents.js';
import { watchMemory, watchNeighbour } from './watch.js';

/** A server in a process of its own, an attacker with a key, and a neighbour with a key of another organization. */
export interface Opponents {
  readonly server: BenchServer;
  readonly attacker: BenchClient;
  readonly neighbour: BenchClient;
}

/** What an attack did to the server and to an organization that has nothing to do with it. */
export interface Harm {
  /** 99th percentile of the neighbour's answers before the attack, milliseconds. */
  readonly aloneP99Ms: number;
  /** The same during the attack. */
  readonly attackedP99Ms: number;
  /** Growth of the process' own memory from before the attack to its highest during it, megabytes. */
  readonly grownMb: number;
  /** Documents more than before, of the collections that a caller can fill. */
  readonly written: number;
}

/** What an attack may do. */
export interface Bounds {
  readonly written?: number;
}

const ALONE_MS = 2000;
const MAX_P99_MS = 100;
const MAX_RATIO = 2;
const TRIES = 3;
const MAX_GROWN_MB = 64;
/** Batches of a thousand calls that the neighbour sends before anything is measured. */
const WARM_UP_BATCHES = 30;
/** Searches that it makes then: the first one starts a thread. */
const WARM_UP_READS = 10;

/** Starts a server for the tests of a file or a group, and measures what attacks do to it. */
export class AttackedServer {
  private parts: Opponents | undefined;

  /** @param start as benchmarks start theirs; prepare: what is to be there before the first attack */
  constructor(start: Start = {}, prepare: (opponents: Opponents) => Promise<void> = async () => undefined) {
    beforeAll(async () => {
      const server = await BenchServer.start(start);
      this.parts = { server, attacker: await server.client(), neighbour: await server.stranger() };
      await warmUp(this.parts);
      await prepare(this.parts);
    });
    afterAll(async () => this.parts?.server.stop());
  }

  get opponents(): Opponents {
    if (this.parts === undefined) throw new Error('the server did not start');
    return this.parts;
  }

  /** Runs an attack and expects that it hurt nobody: the neighbour's p99 is at most 100 ms or twice what it was
   * alone, memory grows by 64 MB at most, nothing is written, and the process lives. What hurts is run twice more:
   * the load of another process is not the server's fault. */
  async expectHarmless(
    attack: (opponents: Opponents) => Promise<unknown>,
    { written = 0 }: Bounds = {},
  ): Promise<Harm> {
    let harm = await this.harmOf(attack);
    for (let tries = 1; tries < TRIES && isHarmed(harm, written); tries++) harm = await this.harmOf(attack);
    process.stdout.write(`${expect.getState().currentTestName}: ${textOf(harm)}\n`);
    expect(isHarmed(harm, written), textOf(harm)).toBe(false);
    return harm;
  }

  private async harmOf(attack: (opponents: Opponents) => Promise<unknown>): Promise<Harm> {
    const { server, neighbour } = this.opponents;
    const before = await countDocuments(server);
    const alone = watchNeighbour(neighbour);
    await setTimeout(ALONE_MS);
    const aloneP99Ms = await alone.stop();
    const memory = watchMemory(server);
    const attacked = watchNeighbour(neighbour);
    const [outcome] = await Promise.allSettled([attack(this.opponents)]);
    const attackedP99Ms = await attacked.stop();
    if (outcome.status === 'rejected') throw outcome.reason;
    const written = (await countDocuments(server)) - before;
    return { aloneP99Ms, attackedP99Ms, grownMb: memory.stop(), written };
  }
}

/** Lets the server work as one does that is in use: what a process takes with its first events, and before V8 has looked
 * through its heap for the first time, isn't an attack's. */
async function warmUp({ server, neighbour }: Opponents): Promise<void> {
  for (const body of bodiesOf('llm', WARM_UP_BATCHES * BATCH_EVENTS)) await neighbour.ingest('llm', body);
  const { db, close } = await server.database();
  await untilDone(db);
  await close();
  for (let read = 0; read < WARM_UP_READS; read++) await neighbour.send('GET', '/events/llm?min_score=0.99');
}

function isHarmed({ aloneP99Ms, attackedP99Ms, grownMb, written }: Harm, maxWritten: number): boolean {
  const isSlow = attackedP99Ms > Math.max(MAX_P99_MS, MAX_RATIO * aloneP99Ms);
  return isSlow || grownMb > MAX_GROWN_MB || written > maxWritten;
}

function textOf({ aloneP99Ms, attackedP99Ms, grownMb, written }: Harm): string {
  const [alone, attacked, grown] = [aloneP99Ms, attackedP99Ms, grownMb].map((figure) => figure.toFixed(1));
  return `p99 ${alone} ms alone, ${attacked} ms attacked; memory +${grown} MB; ${written} documents`;
}
