import { setTimeout } from 'node:timers/promises';
import { type Behaviour, mongodLike } from './behaviour.js';
import { ClientSession, type Shared } from './client-session.js';
import { Faults } from './faults.js';
import { Follower } from './follower.js';
import { LockTable } from './lock-table.js';
import { Member } from './member.js';
import { Recorder } from './recorder.js';
import { RetryMemory } from './retry-memory.js';
import { Roles } from './roles.js';
import { UniqueIndexes } from './unique-indexes.js';
import { UpsertRaces } from './upsert-races.js';

/** Codes of a command that an election ends; 0: its connection is closed. */
const INTERRUPTIONS = [10107, 189, 91, 11600, 11602, 13435, 13436, 0];
const MEMBERS = 3;

/** How to start a set. */
export interface ReplicaSetOptions {
  /** Address of the single server behind it. */
  readonly uri: string;
  readonly behaviour?: Behaviour;
  /** A second, empty server, and how late it shows what was written, milliseconds: reads that aren't pinned to the
   * primary are answered from it. Without one they are answered by the first server. */
  readonly follower?: { readonly uri: string; readonly lagMs: number };
}

/** How the next primary comes about. */
export interface Election {
  /** How long there is no primary, milliseconds. */
  readonly downMs: number;
  /** `stepdown`: the old primary lives on as a secondary. `crash`: its connections break and it is away until the
   * end. */
  readonly kind?: 'stepdown' | 'crash';
}

/** A single server that looks to drivers like a replica set of three members on loopback. */
export class ReplicaSet {
  /** Which commands were on the wire. */
  readonly recorder: Recorder;
  /** What goes wrong on demand. */
  readonly faults: Faults;
  readonly behaviour: Behaviour;

  private constructor(
    private readonly members: readonly Member[],
    private readonly shared: Shared,
  ) {
    this.recorder = shared.recorder;
    this.faults = shared.faults;
    this.behaviour = shared.behaviour;
  }

  /** Listens on three free ports. */
  static async start({ uri, behaviour = mongodLike(), follower }: ReplicaSetOptions): Promise<ReplicaSet> {
    const members = await Promise.all(Array.from({ length: MEMBERS }, async (_none, at) => Member.listen(at)));
    const indexes = new UniqueIndexes();
    const shared: Shared = {
      uri,
      behaviour,
      roles: new Roles(members.map(({ host }) => host)),
      faults: new Faults(behaviour.random),
      recorder: new Recorder(),
      memory: new RetryMemory(),
      indexes,
      races: new UpsertRaces(indexes),
      locks: new LockTable(),
      follower: follower === undefined ? undefined : await Follower.start(follower.uri, follower.lagMs),
      interruptions: INTERRUPTIONS,
    };
    for (const member of members) member.serve(shared.roles, () => new ClientSession(member.at, shared));
    return new ReplicaSet(members, shared);
  }

  /** The connection string of the set. */
  get uri(): string {
    return `mongodb://${this.shared.roles.hosts.join(',')}/?replicaSet=rs0`;
  }

  /** The connection string of one member, from 0. */
  memberUri(at: number): string {
    return `mongodb://${this.shared.roles.hosts[at]}/?directConnection=true`;
  }

  /** The primary's number, from 0; null while there is none. */
  get primary(): number | null {
    return this.shared.roles.primary;
  }

  /** What happened of itself so far. */
  get counts(): { retriesRecalled: number; upsertsLost: number; deadlocks: number; elections: number } {
    const { memory, races, locks, roles } = this.shared;
    return {
      retriesRecalled: memory.recalled,
      upsertsLost: races.lost,
      deadlocks: locks.deadlocks,
      elections: roles.term - 1,
    };
  }

  /** The primary steps down or crashes; after a while the next member is elected. What was running is interrupted. */
  async elect({ downMs, kind = 'stepdown' }: Election): Promise<void> {
    const { roles } = this.shared;
    const before = roles.primary ?? 0;
    roles.turn(null);
    if (kind === 'crash') this.members[before]?.crash();
    await setTimeout(downMs);
    roles.turn((before + 1) % MEMBERS);
    this.members[before]?.restart();
  }

  /** Ends; every connection breaks. */
  async stop(): Promise<void> {
    await Promise.all(this.members.map(async (member) => member.stop()));
    this.shared.follower?.close();
  }
}
