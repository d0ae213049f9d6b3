/** Operations of the accept path (section 1.2 A). */
export type AcceptStep = 'a1' | 'a2' | 'a4';

/** Operations of the worker (section 1.2 B), after w0, which is part of the sweeper's claim; `count` is no step of the machine, a shortcut inserts it. */
export type WorkStep = 'w1' | 'w2' | 'w3' | 'w4' | 'count' | 'w5';

/** Operations of a roll-up writer once it has aggregated (section 1.2 D); `raise` bumps the bucket of the level above, where there is one. */
export type RollupStep = 'write' | 'raise' | 'clear';

/** Every decision of the machine that a shortcut takes differently. */
export interface Rules {
  readonly accept: readonly AcceptStep[];
  readonly work: readonly WorkStep[];
  /** What a1 does when the ledger is known already. */
  readonly onKnownKey: 'renew if open' | 'answer 2xx' | 'reopen';
  readonly hasSweeper: boolean;
  readonly isLabelGuarded: boolean;
  readonly alertsFor: 'stored labels' | 'labels I wrote' | 'local labels';
  readonly bumps: 'stored times' | 'what I labelled' | "the request's times";
  readonly isCompletenessRequired: boolean;
  readonly idsUnderKey: 'derived' | 'random';
  readonly rollups: 'recomputed' | '$inc';
  readonly isRollupGuarded: boolean;
  readonly rollupOrder: readonly RollupStep[];
  readonly expiringLedgers: 'done' | 'any';
}

/** The machine of section 1.2. */
export const asDesigned: Rules = {
  accept: ['a1', 'a2', 'a4'],
  work: ['w1', 'w2', 'w3', 'w4', 'w5'],
  onKnownKey: 'renew if open',
  hasSweeper: true,
  isLabelGuarded: true,
  alertsFor: 'stored labels',
  bumps: 'stored times',
  isCompletenessRequired: true,
  idsUnderKey: 'derived',
  rollups: 'recomputed',
  isRollupGuarded: true,
  rollupOrder: ['write', 'raise', 'clear'],
  expiringLedgers: 'done',
};
