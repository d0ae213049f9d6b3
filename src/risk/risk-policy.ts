import type { CustomPattern, CustomRule } from './custom-pattern.js';

/** How events are labelled. `baseline` is the contract's formulas; `calibrated` the classifier for calls, and for predictions what is
 * learned of their models. */
export const POLICIES = ['baseline', 'calibrated'] as const;

/** One of them. */
export type PolicyName = (typeof POLICIES)[number];

/** What is masked in prompts and responses before they are stored. */
export const MASKINGS = ['off', 'secrets', 'secrets+pii'] as const;

/** One of them. */
export type Masking = (typeof MASKINGS)[number];

/** Version of the contract's formula: it never changes. */
export const BASELINE_VERSION = 'contract-1';

/** What an organization has said is harmless: an exact text, by its hash, or a rule in calls of one model. */
export type Allowance =
  | { readonly kind: 'text'; readonly sha256: string }
  | { readonly kind: 'rule'; readonly rule: string; readonly modelName: string };

/** What an organization has chosen. */
export interface RiskPolicy {
  readonly policy: PolicyName;
  readonly masking: Masking;
  readonly allowances: readonly Allowance[];
  readonly patterns: readonly CustomPattern[];
  /** Null where nothing was ever chosen. */
  readonly updatedAt: Date | null;
}

/** A policy with its patterns ready. */
export interface ActivePolicy extends RiskPolicy {
  readonly customRules: readonly CustomRule[];
}

/** What counts where an organization has chosen nothing. */
export const DEFAULT_POLICY: RiskPolicy = {
  policy: 'baseline',
  masking: 'off',
  allowances: [],
  patterns: [],
  updatedAt: null,
};

/** So many allowances an organization may have; the oldest go first. */
export const MAX_ALLOWANCES = 2000;
