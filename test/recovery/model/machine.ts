import type { RollupStep } from './rules.js';

/** What a scoring attempt leaves on an event for good. `dead` stands for the field of that name: same guard, also terminal. */
export type Label = 'risky' | 'fine' | 'dead';

/** A stored event (collection of raw events). `copyOf` is the customer's event, whatever `_id` it is stored under. */
export interface StoredEvent {
  readonly copyOf: string;
  readonly bucket: string;
  readonly label: Label | null;
}

/** A document of `ingest_batches`. Its lease is not drawn: it may expire at any instant, so an open ledger can always be claimed. */
export interface Ledger {
  readonly isOpen: boolean;
  readonly ids: readonly string[];
}

/** What a dashboard reads of one bucket. */
export interface Figures {
  readonly events: number;
  readonly risky: number;
}

/** A roll-up document: `v` is bumped by workers, `d` is the version its figures were counted for, `isDirty` is `q`. */
export interface Rollup {
  readonly v: number;
  readonly d: number;
  readonly figures: Figures;
  readonly isDirty: boolean;
}

/** A request within a1 to a4: its place in the accept program, the operation of a1 that is next, the events still to insert. */
export interface Accepting {
  readonly at: number;
  readonly ledgerOperation: 'insert' | 'renew' | 'look';
  readonly left: readonly string[];
}

/** One try of a client to send a batch. */
export type Request = 'unsent' | 'over' | Accepting;

/** What an attempt scored by itself and whether its w1 matched; only shortcuts look at it. */
export interface OwnLabel {
  readonly label: Label;
  readonly didMatch: boolean;
}

/** A worker within w1 to w5: its place in the work program, the events w1 has still to touch, what w2 decided. */
export interface Job {
  readonly batch: string;
  readonly ids: readonly string[];
  /** Which acknowledged request rang the bell; null after a claim by the sweeper, and once w2 decided. */
  readonly request: number | null;
  readonly at: number;
  readonly left: readonly string[];
  readonly own: Readonly<Record<string, OwnLabel>>;
  readonly alerts: readonly string[];
  readonly bumps: readonly string[];
  readonly isComplete: boolean;
}

/** A roll-up writer between two of its operations; `figures` is null until it aggregated. */
export interface Flush {
  readonly bucket: string;
  readonly version: number;
  readonly figures: Figures | null;
  readonly next: 'aggregate' | RollupStep;
}

/** All there is at one instant: the database, then the memory of the two processes, then what clients were told. */
export interface State {
  readonly ledgers: Readonly<Record<string, Ledger | null>>;
  readonly events: Readonly<Record<string, StoredEvent | null>>;
  readonly alerts: Readonly<Record<string, boolean>>;
  readonly rollups: Readonly<Record<string, Rollup | null>>;
  readonly requests: readonly Request[];
  readonly jobs: readonly (Job | null)[];
  readonly flushes: readonly (Flush | null)[];
  readonly clients: { readonly acknowledged: readonly string[]; readonly killsLeft: number };
}

/** One atomic step and where it leads. */
export interface Step {
  readonly name: string;
  readonly next: State;
}

/** The two processes. */
export const processes = ['P', 'Q'] as const;

/** Counts the events of some buckets. */
export function recount(state: State, buckets: readonly string[]): Figures {
  const counted = Object.values(state.events).filter((event) => event !== null && buckets.includes(event.bucket));
  return { events: counted.length, risky: counted.filter((event) => event?.label === 'risky').length };
}

/** Whether two counts agree. */
export function isSame(a: Figures, b: Figures): boolean {
  return a.events === b.events && a.risky === b.risky;
}

/** The list with one item replaced. */
export function withItem<T>(items: readonly T[], index: number, item: T): readonly T[] {
  return items.map((old, i) => (i === index ? item : old));
}

/** Only the order of version numbers matters, so they are replaced by their ranks: repeated bumps lead back to known states. */
export function withRankedVersions(state: State): State {
  const rollups = { ...state.rollups };
  let flushes = state.flushes;
  for (const [bucket, rollup] of Object.entries(state.rollups)) {
    if (rollup === null || rollup.v <= 1) continue; // no version is above v: these are ranks already
    const reading = flushes.flatMap((flush) => (flush?.bucket === bucket ? [flush.version] : []));
    const ranks = [...new Set([0, rollup.v, rollup.d, ...reading])].sort((a, b) => a - b);
    rollups[bucket] = { ...rollup, v: ranks.indexOf(rollup.v), d: ranks.indexOf(rollup.d) };
    flushes = flushes.map((flush) =>
      flush?.bucket === bucket ? { ...flush, version: ranks.indexOf(flush.version) } : flush,
    );
  }
  return { ...state, rollups, flushes };
}
