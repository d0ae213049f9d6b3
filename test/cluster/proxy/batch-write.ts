import { setTimeout } from 'node:timers/promises';
import { type Doc, Int32, isPlainObject, numberOf } from '../../../src/embedded-mongo/bson/bson.js';
import { documentsIn, type Request } from '../../../src/embedded-mongo/wire/op-msg.js';
import type { Behaviour } from './behaviour.js';
import { DEADLOCK_CODE, transactionConflict } from './errors.js';
import type { LockTable } from './lock-table.js';
import type { Tally } from './retry-memory.js';
import { equalities, keyText, type UpdateStatement, updateStatement } from './statement.js';
import type { UpsertRaces } from './upsert-races.js';
import type { Sequences } from './wire.js';

/** Field of the statements, by command. */
export const STATEMENTS: ReadonlyMap<string, string> = new Map([
  ['insert', 'documents'],
  ['update', 'updates'],
  ['delete', 'deletes'],
]);

/** Runs part of a command on the server behind. */
export type RunBehind = (body: Doc, sequences?: Sequences) => Promise<Doc>;

/** What a bulk write meets. */
export interface Surroundings {
  readonly behaviour: Behaviour;
  readonly races: UpsertRaces;
  readonly locks: LockTable;
  readonly run: RunBehind;
  /** Throws where the member has stepped down since the command came in. */
  checkRole(): void;
}

type Statements = ReadonlyMap<number, Buffer>;

/** Runs the statements of one insert, update or delete, in slices, as far as they weren't run before. */
export class BatchWrite {
  private readonly errors = new Map<number, Doc>();
  private readonly namespace: string;
  private readonly field: string;
  private readonly isOrdered: boolean;

  constructor(
    private readonly request: Request,
    private readonly tally: Tally,
    private readonly around: Surroundings,
  ) {
    this.namespace = `${request.db}.${String(request.body[request.command])}`;
    this.field = STATEMENTS.get(request.command) ?? '';
    this.isOrdered = request.body['ordered'] !== false;
  }

  /** @returns the reply */
  async run(): Promise<Doc> {
    const items = documentsIn(this.request, this.field);
    const left = new Map([...items.entries()].filter(([at]) => !this.tally.executed.has(at)));
    return this.around.behaviour.locks === 'none' ? this.inSlices(left) : this.asTransaction(left);
  }

  private async inSlices(statements: Statements): Promise<Doc> {
    const { statementsASlice } = this.around.behaviour;
    // Inserts touch nothing that others touch, too.
    const size = this.request.command === 'insert' ? statementsASlice * 10 : statementsASlice;
    const entries = [...statements];
    for (let from = 0; from < entries.length && !this.isOver(); from += size) {
      this.around.checkRole();
      const failure = await this.runSlice(new Map(entries.slice(from, from + size)));
      if (failure !== undefined) return failure;
    }
    return this.reply();
  }

  private async asTransaction(statements: Statements): Promise<Doc> {
    const { locks, behaviour } = this.around;
    const runnable = new Map<number, Buffer>();
    try {
      for (const [at, raw] of statements) {
        const key = this.lockOf(raw);
        if (key === undefined || (await locks.take(this, key, behaviour.deadlockMs))) runnable.set(at, raw);
        else if (behaviour.deadlock === 'command') return transactionConflict();
        else this.refuse(at, { code: new Int32(DEADLOCK_CODE), errmsg: 'deadlock detected' });
        if (this.isOver()) break;
        // What else has come in takes its locks now.
        await new Promise(setImmediate);
      }
      return (await this.runSlice(runnable)) ?? this.reply();
    } finally {
      locks.release(this);
    }
  }

  private lockOf(raw: Buffer): string | undefined {
    if (this.request.command === 'insert') return undefined;
    const { filter } = updateStatement(raw);
    const fields = equalities(filter);
    return fields.has('_id') ? keyText(this.namespace, [fields.get('_id')]) : undefined;
  }

  private async runSlice(statements: Statements): Promise<Doc | undefined> {
    const { races, behaviour } = this.around;
    const updates = new Map<number, UpdateStatement>();
    if (this.request.command === 'update') for (const [at, raw] of statements) updates.set(at, updateStatement(raw));
    const claim = races.begin(this.namespace, updates);
    const inserted = new Set<number>();
    const ran = new Set<number>();
    try {
      if (claim.isRace && behaviour.raceMs > 0) await setTimeout(behaviour.random() * behaviour.raceMs);
      for (const [at, error] of await claim.lost()) this.refuse(at, error);
      const wanted = [...statements].filter(([at]) => !this.errors.has(at) && !this.isBehindAnError(at));
      return await this.runBehind(wanted, { ran, inserted });
    } finally {
      claim.end(ran, inserted);
    }
  }

  private async runBehind(
    statements: readonly (readonly [number, Buffer])[],
    { ran, inserted }: { ran: Set<number>; inserted: Set<number> },
  ): Promise<Doc | undefined> {
    if (statements.length === 0) return undefined;
    const body = { ...this.request.body };
    delete body[this.field];
    const reply = await this.around.run(body, new Map([[this.field, statements.map(([, raw]) => raw)]]));
    if (numberOf(reply['ok']) !== 1) return reply;
    const position = (item: Doc): number => statements[numberOf(item['index'])]?.[0] ?? 0;
    for (const error of listOf(reply['writeErrors'])) this.refuse(position(error), error);
    this.tally.n += numberOf(reply['n']);
    this.tally.nModified += numberOf(reply['nModified'] ?? 0);
    for (const item of listOf(reply['upserted'])) {
      inserted.add(position(item));
      this.tally.upserted.push({ ...item, index: new Int32(position(item)) });
    }
    for (const [at] of statements) {
      if (this.errors.has(at) || this.isBehindAnError(at)) continue;
      ran.add(at);
      this.tally.executed.add(at);
    }
    return undefined;
  }

  private refuse(at: number, error: Doc): void {
    this.errors.set(at, { ...error, index: new Int32(at) });
  }

  private isOver(): boolean {
    return this.isOrdered && this.errors.size > 0;
  }

  private isBehindAnError(at: number): boolean {
    return this.isOrdered && [...this.errors.keys()].some((failed) => failed < at);
  }

  private reply(): Doc {
    const { n, nModified, upserted } = this.tally;
    const order = (one: Doc, other: Doc): number => numberOf(one['index']) - numberOf(other['index']);
    const errors = [...this.errors.values()].sort(order);
    return {
      n: new Int32(n),
      ...(this.request.command === 'update' ? { nModified: new Int32(nModified) } : {}),
      ...(upserted.length > 0 ? { upserted: [...upserted].sort(order) } : {}),
      ...(errors.length > 0 ? { writeErrors: this.isOrdered ? errors.slice(0, 1) : errors } : {}),
      ok: 1,
    };
  }
}

function listOf(value: unknown): Doc[] {
  return Array.isArray(value) ? value.filter(isPlainObject) : [];
}
