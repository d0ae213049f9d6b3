/** A file of tests that doesn't run, and why. */
export interface LeftOut {
  readonly file: string;
  readonly why: string;
}

/** What says nothing about a set that its neighbours don't, whatever set it is. */
export const LEFT_OUT: readonly LeftOut[] = [
  {
    file: 'test/e2e/drift-replay.spec.ts',
    why: 'days of labelled streams, thousands of batches one after the other: of a set drift-signals says the same in less time',
  },
];

const FAULTS = 'it orders faults, delays or elections of the set';

/** What a test can only order of the proxy: left out where MONGO_URI names a set. */
export const onlyTheProxy: readonly LeftOut[] = [
  { file: 'test/cluster/addresses.cluster.ts', why: 'it needs secondaries that lag by half a second' },
  { file: 'test/cluster/busy-drift.cluster.ts', why: FAULTS },
  { file: 'test/cluster/concerns.cluster.ts', why: 'it reads what was on the wire' },
  { file: 'test/cluster/deadlocks.cluster.ts', why: FAULTS },
  { file: 'test/cluster/elections.cluster.ts', why: FAULTS },
  { file: 'test/cluster/index-builds.cluster.ts', why: FAULTS },
  { file: 'test/cluster/sizing.cluster.ts', why: 'it reads what was on the wire' },
  { file: 'test/cluster/state-changes.cluster.ts', why: FAULTS },
];
