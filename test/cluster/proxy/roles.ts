import type * as Bson from 'bson';
import { EventEmitter, once } from 'node:events';
import { type Doc, Int32, Long, ObjectId } from '../../../src/embedded-mongo/bson/bson.js';

const MAX_WIRE_VERSION = 21;
const MEGABYTE = 1024 * 1024;

/** Who of the members is the primary, and how each describes itself. Emits `change`. */
export class Roles extends EventEmitter {
  /** Elections held so far. */
  term = 1;
  private primaryAt: number | null = 0;
  private version = 0;
  private readonly processIds: readonly Bson.ObjectId[];

  /** @param hosts `host:port` of every member */
  constructor(readonly hosts: readonly string[]) {
    super();
    this.setMaxListeners(0);
    this.processIds = hosts.map(() => new ObjectId());
  }

  /** The primary's number, from 0; null while there is none. */
  get primary(): number | null {
    return this.primaryAt;
  }

  /** Makes a member the primary; null: none. */
  turn(primary: number | null): void {
    if (primary !== null) this.term++;
    this.primaryAt = primary;
    this.version++;
    this.emit('change');
  }

  /** Waits for the next change, at most so long, milliseconds. */
  async changed(mostMs: number, signal: AbortSignal): Promise<void> {
    const late = AbortSignal.any([AbortSignal.timeout(mostMs), signal]);
    await once(this, 'change', { signal: late }).catch(() => undefined);
  }

  /** @returns the version of a member's description, as it stands in every reply about a role */
  topologyVersion(member: number): Doc {
    return { processId: this.processIds[member], counter: Long.fromNumber(this.version) };
  }

  /** @returns whether a client knows the newest description already */
  isCurrent(known: unknown): boolean {
    return String((known as { counter?: unknown } | undefined)?.counter) === String(this.version);
  }

  /** @returns a member's answer to `hello` */
  hello(member: number, connectionId: number): Doc {
    const isPrimary = this.primaryAt === member;
    const primary = this.primaryAt === null ? undefined : this.hosts[this.primaryAt];
    return {
      helloOk: true,
      isWritablePrimary: isPrimary,
      ismaster: isPrimary,
      secondary: !isPrimary,
      setName: 'rs0',
      setVersion: new Int32(1),
      hosts: [...this.hosts],
      ...(primary === undefined ? {} : { primary }),
      me: this.hosts[member],
      ...(isPrimary ? { electionId: electionId(this.term) } : {}),
      topologyVersion: this.topologyVersion(member),
      lastWrite: { lastWriteDate: new Date() },
      maxBsonObjectSize: new Int32(16 * MEGABYTE),
      maxMessageSizeBytes: new Int32(48_000_000),
      maxWriteBatchSize: new Int32(100_000),
      localTime: new Date(),
      logicalSessionTimeoutMinutes: new Int32(30),
      connectionId: new Int32(connectionId),
      minWireVersion: new Int32(0),
      maxWireVersion: new Int32(MAX_WIRE_VERSION),
      readOnly: false,
      ok: 1,
    };
  }
}

/** Grows with the term, as mongod's do. */
function electionId(term: number): Bson.ObjectId {
  return new ObjectId(`7fffffff${term.toString(16).padStart(16, '0')}`);
}
