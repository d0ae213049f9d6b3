import { setTimeout } from 'node:timers/promises';
import { decodeTyped, type Doc, encode, isPlainObject, numberOf } from '../../../src/embedded-mongo/bson/bson.js';
import type { Request } from '../../../src/embedded-mongo/wire/op-msg.js';
import { BatchWrite, STATEMENTS } from './batch-write.js';
import { type Behaviour, delayOf } from './behaviour.js';
import { refusal, unconfirmed } from './errors.js';
import type { Failure, Faults } from './faults.js';
import { runFindAndModify } from './find-and-modify.js';
import type { Follower } from './follower.js';
import type { LockTable } from './lock-table.js';
import type { Session } from './member.js';
import type { Recorder } from './recorder.js';
import type { RetryMemory, Tally } from './retry-memory.js';
import type { Roles } from './roles.js';
import { CloseConnection, SteppedDown } from './signals.js';
import type { UniqueIndexes } from './unique-indexes.js';
import { Upstream } from './upstream.js';
import type { UpsertRaces } from './upsert-races.js';
import type { Incoming, Sequences } from './wire.js';
import { isDropping, isWrite, pinsToPrimary } from './command-kinds.js';

/** What all connections share. */
export interface Shared {
  readonly uri: string;
  readonly behaviour: Behaviour;
  readonly roles: Roles;
  readonly faults: Faults;
  readonly recorder: Recorder;
  readonly memory: RetryMemory;
  readonly races: UpsertRaces;
  readonly locks: LockTable;
  readonly indexes: UniqueIndexes;
  /** Where reads of a secondary go; undefined where secondaries don't lag. */
  readonly follower: Follower | undefined;
  /** Codes with which running commands end at the election that is under way. */
  readonly interruptions: readonly number[];
}

/** One connection of a client to one member. */
export class ClientSession implements Session {
  private upstream: Promise<Upstream> | undefined;
  /** The command under way: it ends although its client has gone, as in mongod, and a retry is told what it came to. */
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly member: number,
    private readonly shared: Shared,
  ) {}

  /** Answers one command. @returns undefined where the connection is to be closed instead */
  async answer(incoming: Incoming): Promise<Buffer | undefined> {
    const { request } = incoming;
    const entry = this.shared.recorder.note(this.member, incoming);
    const waitMs = delayOf(this.shared.behaviour);
    try {
      const reply = await this.outcome(request);
      if (waitMs > 0) await setTimeout(waitMs);
      const seen = glance(reply);
      entry.code = seen.code;
      entry.writeErrors = seen.writeErrors;
      entry.replyBytes = reply.length;
      return reply;
    } catch (error) {
      if (error instanceof CloseConnection) return undefined;
      throw error;
    }
  }

  end(): void {
    void this.running
      .then(async () => this.upstream)
      .then((upstream) => upstream?.close())
      .catch(() => undefined);
  }

  private async outcome(request: Request): Promise<Buffer> {
    const failure = this.shared.faults.next(request);
    const term = this.shared.roles.term;
    const checkRole = (): void => {
      const { primary, term: now } = this.shared.roles;
      if (primary !== this.member || now !== term) throw new SteppedDown(this.pick());
    };
    try {
      failBefore(failure);
      const refused = this.misplaced(request);
      if (refused !== undefined) return this.refuse(refused, request);
      if (this.shared.roles.primary !== this.member) return await this.readBehind(request);
      if (failure?.kind === 'slow') await setTimeout(failure.ms);
      const reply = await this.runOnce(request, checkRole);
      checkRole();
      return failAfter(failure, reply);
    } catch (error) {
      if (error instanceof SteppedDown) return this.refuse(error.code, request);
      throw error;
    }
  }

  /** The code by which a member refuses what only the primary may do. */
  private misplaced({ command, body }: Request): number | undefined {
    if (this.shared.roles.primary === this.member) return undefined;
    if (isWrite(command)) return 10107;
    return pinsToPrimary(body) ? 13435 : undefined;
  }

  /** Drivers hold the version against the one they know: an error from before an election says nothing about now. */
  private refuse(code: number, { body }: Request): Buffer {
    const reply = refusal(code, body['txnNumber'] !== undefined);
    return encode({ ...reply, topologyVersion: this.shared.roles.topologyVersion(this.member) });
  }

  private pick(): number {
    const { interruptions, behaviour } = this.shared;
    const code = interruptions[Math.floor(behaviour.random() * interruptions.length)] ?? 11602;
    if (code === 0) throw new CloseConnection();
    return code;
  }

  /** A retry waits for the first run and is answered from what that came to. */
  private async runOnce(request: Request, checkRole: () => void): Promise<Buffer> {
    const tally = this.shared.memory.of(request);
    const run = tally.running.then(async () => this.run(request, tally, checkRole));
    tally.running = run.catch(() => undefined);
    this.running = tally.running;
    return run;
  }

  private async run(request: Request, tally: Tally, checkRole: () => void): Promise<Buffer> {
    const { behaviour, races, locks, indexes } = this.shared;
    const run = async (body: Doc, sequences?: Sequences): Promise<Doc> => {
      const upstream = await this.behind();
      this.shared.follower?.replay(request.command, withoutSet(body), sequences);
      return upstream.ask(withoutSet(body), sequences);
    };
    checkRole();
    if (STATEMENTS.has(request.command)) {
      return encode(await new BatchWrite(request, tally, { behaviour, races, locks, run, checkRole }).run());
    }
    if (request.command === 'findAndModify') {
      return encode(await runFindAndModify(request, tally, { behaviour, races, run }));
    }
    if (isDropping(request.command)) races.forget();
    if (request.command === 'createIndexes') {
      indexes.learn(`${request.db}.${String(request.body['createIndexes'])}`, request.body);
    }
    if (isWrite(request.command)) return encode(await run(request.body, request.sequences));
    return (await this.behind()).run(withoutSet(request.body), request.sequences);
  }

  private async readBehind({ body, sequences }: Request): Promise<Buffer> {
    if (this.shared.follower !== undefined) return this.shared.follower.read(withoutSet(body), sequences);
    return (await this.behind()).run(withoutSet(body), sequences);
  }

  private async behind(): Promise<Upstream> {
    return (this.upstream ??= Upstream.connect(this.shared.uri));
  }
}

function failBefore(failure: Failure | undefined): void {
  if (failure?.kind === 'code' && failure.when === 'before') throw new SteppedDown(failure.code);
  if (failure?.kind === 'close' && failure.when === 'before') throw new CloseConnection();
}

function failAfter(failure: Failure | undefined, reply: Buffer): Buffer {
  if (failure?.kind === 'code' && failure.when === 'after') throw new SteppedDown(failure.code);
  if (failure?.kind === 'close' && failure.when === 'after') throw new CloseConnection();
  if (failure?.kind !== 'unconfirmed') return reply;
  return encode({ ...decodeTyped(reply), writeConcernError: unconfirmed(failure.code) });
}

/** A single server refuses what only a set knows. */
function withoutSet(body: Doc): Doc {
  const { txnNumber: _number, ...rest } = body;
  return rest;
}

function glance(reply: Buffer): { code: number; writeErrors: number } {
  // Only short replies say that something failed; documents needn't be decoded for it.
  if (reply.length > 100_000) return { code: 0, writeErrors: 0 };
  const { ok, code, writeErrors } = decodeTyped(reply);
  const refused = Array.isArray(writeErrors) ? writeErrors.filter(isPlainObject).length : 0;
  return { code: numberOf(ok) === 1 ? 0 : numberOf(code ?? 1), writeErrors: refused };
}
