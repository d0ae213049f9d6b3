/** How hard a run tries; `scripts/recovery.mjs` sets what its options say, everything else has short defaults. */
export interface RecoveryOptions {
  /** Random kills. */
  readonly kills: number;
  /** Kills a seam. */
  readonly killsPerSeam: number;
  /** How long each kind of outage lasts. */
  readonly outageSeconds: number;
  /** How long a worker may keep a batch, milliseconds: a kill costs at least that. */
  readonly leaseMs: number;
  /** Repeats a run's choices; its timing it can't repeat. */
  readonly seed: number;
}

const SHORT: RecoveryOptions = {
  kills: 3,
  killsPerSeam: 1,
  outageSeconds: 3,
  leaseMs: 1500,
  seed: 1 + (Date.now() % 1_000_000),
};

/** This run's options. */
export const OPTIONS: RecoveryOptions = {
  kills: given('RECOVERY_KILLS', SHORT.kills),
  killsPerSeam: given('RECOVERY_KILLS_PER_SEAM', SHORT.killsPerSeam),
  outageSeconds: given('RECOVERY_OUTAGE_SECONDS', SHORT.outageSeconds),
  leaseMs: given('RECOVERY_LEASE_MS', SHORT.leaseMs),
  seed: given('RECOVERY_SEED', SHORT.seed),
};

function given(variable: string, otherwise: number): number {
  const text = process.env[variable];
  return text === undefined || text === '' ? otherwise : Number(text);
}
