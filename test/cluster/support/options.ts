/** How hard a run tries; `scripts/cluster.mjs` sets what its options say, everything else has the short defaults of
 * CI. */
export interface ClusterOptions {
  /** Elections under load. */
  readonly elections: number;
  /** How often a busy model's drift is looked at, with random delays. */
  readonly driftRounds: number;
  /** Processes that meet new models at the same time. */
  readonly processes: number;
}

/** This run's options. */
export const OPTIONS: ClusterOptions = {
  elections: given('CLUSTER_ELECTIONS', 6),
  driftRounds: given('CLUSTER_DRIFT_ROUNDS', 5),
  processes: given('CLUSTER_PROCESSES', 3),
};

function given(variable: string, otherwise: number): number {
  const text = process.env[variable];
  return text === undefined || text === '' ? otherwise : Number(text);
}
