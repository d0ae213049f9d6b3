import type { Rules } from './rules.js';
import { keyedRetry, retriedLater, type Scenario, sureRetry, twoLevels, twoWriters } from './scenarios.js';

/** A change of the machine that looks harmless, or simpler, and that delivery.md 1.3 lists as refuted. */
export interface Shortcut {
  readonly name: string;
  /** What it does otherwise than the machine. */
  readonly change: Partial<Rules>;
  /** Where it shows. */
  readonly scenario: Scenario;
  /** What breaks, and after how many steps at the least. */
  readonly breaks: string;
  readonly steps: number;
}

/** The shortcuts of delivery.md 1.3, and what breaks with each. */
export const shortcuts: readonly Shortcut[] = [
  {
    name: 'ledger after events',
    scenario: keyedRetry,
    change: { accept: ['a2', 'a1', 'a4'] },
    breaks: 'at rest, an event has no label',
    steps: 2,
  },
  {
    name: 'ack before a2',
    scenario: keyedRetry,
    change: { accept: ['a1', 'a4', 'a2'] },
    breaks: 'acknowledged but not stored',
    steps: 2,
  },
  {
    name: 'a1 answers 2xx for any known key',
    scenario: keyedRetry,
    change: { onKnownKey: 'answer 2xx' },
    breaks: 'acknowledged but not stored',
    steps: 2,
  },
  {
    name: 'no sweeper',
    scenario: retriedLater,
    change: { hasSweeper: false },
    breaks: 'no way left to a good end',
    steps: 5,
  },
  {
    name: 'a ledger expires under a live request',
    scenario: retriedLater,
    change: { expiringLedgers: 'any' },
    breaks: 'at rest, an event has no label',
    steps: 4,
  },
  {
    name: 'done before alerts',
    scenario: keyedRetry,
    change: { work: ['w1', 'w2', 'w5', 'w3', 'w4'] },
    breaks: 'at rest, a risky event has no alert',
    steps: 9,
  },
  {
    name: 'done before roll-ups',
    scenario: keyedRetry,
    change: { work: ['w1', 'w2', 'w3', 'w5', 'w4'] },
    breaks: 'at rest, a recount gives other figures',
    steps: 10,
  },
  // With the completeness rule a done ledger has nothing left to do: there, reopening it does neither good nor harm.
  {
    name: 'instead of completeness, a retry reopens without fencing',
    scenario: sureRetry,
    change: { onKnownKey: 'reopen', isCompletenessRequired: false },
    breaks: 'at rest, an event has no label',
    steps: 11,
  },
  {
    name: 'bump only what I labelled myself',
    scenario: keyedRetry,
    change: { bumps: 'what I labelled' },
    breaks: 'at rest, a recount gives other figures',
    steps: 13,
  },
  {
    name: "roll-up bucket from the request's copy",
    scenario: retriedLater,
    change: { bumps: "the request's times" },
    breaks: 'at rest, a recount gives other figures',
    steps: 12,
  },
  {
    name: 'done without the completeness rule',
    scenario: keyedRetry,
    change: { isCompletenessRequired: false },
    breaks: 'at rest, an event has no label',
    steps: 8,
  },
  {
    name: 'completeness counted after w4',
    scenario: keyedRetry,
    change: { work: ['w1', 'w2', 'w3', 'w4', 'count', 'w5'] },
    breaks: 'at rest, a risky event has no alert',
    steps: 13,
  },
  {
    name: 'bump before label',
    scenario: keyedRetry,
    change: { work: ['w2', 'w4', 'w1', 'w2', 'w3', 'w5'] },
    breaks: 'at rest, a recount gives other figures',
    steps: 11,
  },
  {
    name: 'alert only for labels I wrote',
    scenario: keyedRetry,
    change: { alertsFor: 'labels I wrote' },
    breaks: 'at rest, a risky event has no alert',
    steps: 13,
  },
  {
    name: 'labels without the absent-guard',
    scenario: retriedLater,
    change: { isLabelGuarded: false },
    breaks: 'a label changed',
    steps: 6,
  },
  {
    name: 'effects from the local label',
    scenario: retriedLater,
    change: { alertsFor: 'local labels' },
    breaks: 'an alert for an event that is not risky',
    steps: 8,
  },
  {
    name: 'random ids under a key',
    scenario: keyedRetry,
    change: { idsUnderKey: 'random' },
    breaks: 'an event is stored twice',
    steps: 5,
  },
  {
    name: '$inc roll-ups',
    scenario: keyedRetry,
    change: { rollups: '$inc' },
    breaks: 'at rest, a recount gives other figures',
    steps: 17,
  },
  {
    name: 'the level above becomes dirty before the figures below change',
    scenario: twoLevels,
    change: { rollupOrder: ['raise', 'write', 'clear'] },
    breaks: 'at rest, a recount gives other figures',
    steps: 25,
  },
  {
    name: 'the level above becomes dirty after the one below is clean',
    scenario: twoLevels,
    change: { rollupOrder: ['write', 'clear', 'raise'] },
    breaks: 'at rest, a recount gives other figures',
    steps: 25,
  },
  {
    name: 'roll-up written without its version guard',
    scenario: twoWriters,
    change: { isRollupGuarded: false },
    breaks: 'at rest, a recount gives other figures',
    steps: 19,
  },
];
