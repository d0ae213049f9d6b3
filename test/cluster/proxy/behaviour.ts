/** How the set behaves while nothing is wrong with it. A test may change each field at any time. */
export interface Behaviour {
  /** Every reply is held back for a random time between these two, milliseconds. */
  delayMs: readonly [least: number, most: number];
  /** Of the replies, how many are held back, 0-1. */
  delayShare: number;
  /** An upsert looks for its document, waits up to this long, milliseconds, and writes only then: others come in
   * between. */
  raceMs: number;
  /** Statements of a bulk write that run at once; between two slices other clients' writes come in. */
  statementsASlice: number;
  /** `none`: a bulk write locks nothing between its statements, as in mongod. `transactions`: it is one transaction
   * that locks its documents in the order of its statements, as in DocumentDB. */
  locks: 'none' | 'transactions';
  /** What a transaction that is in a deadlock is told: one statement was refused (16908292), or all of the command
   * (112, with the label TransientTransactionError). */
  deadlock: 'statement' | 'command';
  /** How long a deadlock lasts until it is found, milliseconds; PostgreSQL waits for a second. */
  deadlockMs: number;
  /** Uniform in 0-1. */
  readonly random: () => number;
}

/** A set like mongod's, without pauses. */
export function mongodLike(random: () => number = Math.random): Behaviour {
  return {
    delayMs: [0, 0],
    delayShare: 1,
    raceMs: 3,
    statementsASlice: 25,
    locks: 'none',
    deadlock: 'statement',
    deadlockMs: 100,
    random,
  };
}

/** @returns how long to hold back a reply, milliseconds */
export function delayOf({ delayMs: [least, most], delayShare, random }: Behaviour): number {
  return random() < delayShare ? least + random() * (most - least) : 0;
}
