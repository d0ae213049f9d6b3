import type { Label, State } from './machine.js';
import type { Rules } from './rules.js';

/** One try of a client: the events of its batch, each with the bucket of the time in this try's copy. */
export interface Try {
  readonly batch: string;
  /** 0 is P, 1 is Q. */
  readonly process: number;
  readonly events: Readonly<Record<string, string>>;
}

/** What happens from outside. Every try may be sent at any instant or never, all of them at once. */
export interface Scenario {
  readonly name: string;
  readonly tries: readonly Try[];
  /** What scoring may say of an event; a second attempt may say something else. */
  readonly outcomes: Readonly<Record<string, readonly Label[]>>;
  readonly buckets: readonly string[];
  /** The bucket of the level above that each bucket is counted into; none without it. */
  readonly above?: Readonly<Record<string, string>>;
  /** The processes that sweep. */
  readonly sweepers: readonly number[];
  /** The process of each roll-up writer; with none, roll-ups are brought up to date in one atomic step. */
  readonly flushers: readonly number[];
  /** Whether the search begins when everything is acknowledged and every notification was dropped. */
  readonly isAccepted: boolean;
  readonly kills: number;
  /** Whether every try is sent in the end: then it is only judged what is left when the last is over. */
  readonly isRetrySure: boolean;
  /** Whether the TTL index removes ledgers within the search. */
  readonly isExpiring: boolean;
}

/** A scenario under the machine's rules, or under a shortcut's. */
export interface World {
  readonly scenario: Scenario;
  readonly rules: Rules;
}

/** A batch of two under an Idempotency-Key; the client retries while its first try may still run. */
export const keyedRetry: Scenario = {
  name: 'a batch of two under a key, and its retry',
  tries: [
    { batch: 'A', process: 0, events: { x: 't1', y: 't1' } },
    { batch: 'A', process: 1, events: { x: 't1', y: 't1' } },
  ],
  outcomes: { x: ['risky'], y: ['fine'] },
  buckets: ['t1'],
  sweepers: [0, 1],
  flushers: [],
  isAccepted: false,
  kills: 1,
  isRetrySure: false,
  isExpiring: false,
};

/** The same with a client that never gives up: shows what goes wrong in spite of the retry. */
export const sureRetry: Scenario = {
  ...keyedRetry,
  name: `${keyedRetry.name}, which comes for sure`,
  isRetrySure: true,
};

/** Two batches that share x by its event_id and whose copies bear different times. */
export const sharedEvent: Scenario = {
  ...keyedRetry,
  name: 'two batches that share an event by event_id',
  tries: [
    { batch: 'A', process: 0, events: { x: 't1' } },
    { batch: 'B', process: 1, events: { x: 't2' } },
  ],
  outcomes: { x: ['risky'] },
  buckets: ['t1', 't2'],
};

/** The server fills in the time, so the retry's copy bears another one; scoring may change its mind, and the done ledger may expire before the retry. */
export const retriedLater: Scenario = {
  ...keyedRetry,
  name: 'a retry whose copy bears another time, ledgers expire',
  tries: [
    { batch: 'A', process: 0, events: { x: 't1' } },
    { batch: 'A', process: 1, events: { x: 't2' } },
  ],
  outcomes: { x: ['risky', 'fine'] },
  buckets: ['t1', 't2'],
  isExpiring: true,
};

/** Two batches that were accepted; P sweeps them, P and Q write the roll-up. x ends as a dead letter. */
export const twoWriters: Scenario = {
  ...keyedRetry,
  name: 'two accepted batches in one bucket, two roll-up writers',
  tries: [
    { batch: 'A', process: 0, events: { x: 't1' } },
    { batch: 'B', process: 1, events: { y: 't1' } },
  ],
  outcomes: { x: ['dead'], y: ['risky'] },
  sweepers: [0],
  flushers: [0, 1],
  isAccepted: true,
};

/** The same in two buckets, with a level above: what P and Q write of the one below, and when the other counts as clean. */
export const twoLevels: Scenario = {
  ...twoWriters,
  name: 'two accepted batches in two buckets, a level above, two roll-up writers',
  tries: [
    { batch: 'A', process: 0, events: { x: 't1' } },
    { batch: 'B', process: 1, events: { y: 't2' } },
  ],
  outcomes: { x: ['fine'], y: ['risky'] },
  buckets: ['t1', 't2'],
  above: { t1: 'T', t2: 'T' },
};

/** The buckets below one of an upper level; none for one of the finest. */
export function bucketsBelow({ above = {} }: Scenario, bucket: string): string[] {
  return Object.keys(above).filter((below) => above[below] === bucket);
}

/** Nothing sent and nothing stored, or all of it acknowledged. */
export function initialState({ scenario }: World): State {
  const { tries, isAccepted } = scenario;
  const ledgers = tries.map(({ batch, events }) => [
    batch,
    isAccepted ? { isOpen: true, ids: Object.keys(events) } : null,
  ]);
  const events = tries.flatMap((request) =>
    Object.entries(request.events).map(([copyOf, bucket]) => [
      copyOf,
      isAccepted ? { copyOf, bucket, label: null } : null,
    ]),
  );
  return {
    ledgers: Object.fromEntries(ledgers),
    events: Object.fromEntries(events),
    alerts: Object.fromEntries(events.map(([id]) => [id, false])),
    rollups: Object.fromEntries(
      [...scenario.buckets, ...new Set(Object.values(scenario.above ?? {}))].map((bucket) => [bucket, null]),
    ),
    requests: tries.map(() => (isAccepted ? 'over' : 'unsent')),
    jobs: [null, null],
    flushes: scenario.flushers.map(() => null),
    clients: { acknowledged: isAccepted ? tries.map(({ batch }) => batch) : [], killsLeft: scenario.kills },
  };
}

/** The searches that together cover the machine. */
export const scenarios: readonly Scenario[] = [keyedRetry, sharedEvent, retriedLater, twoWriters, twoLevels];
