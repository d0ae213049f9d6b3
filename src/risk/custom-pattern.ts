import type { Pace } from '../lib/pace.js';
import type { Span } from './text/normal-text.js';

/** What a customer's pattern speaks of: an attack in the prompt, or something that is to stay inside, in either text. */
export const SUBJECTS = ['jailbreak', 'sensitive'] as const;

/** One of them. */
export type Subject = (typeof SUBJECTS)[number];

/** A pattern that an organization wrote for itself, in the syntax of RE2. */
export interface CustomPattern {
  /** Unique within the organization, lower snake case. */
  readonly name: string;
  readonly pattern: string;
  readonly about: Subject;
  /** What a match scores, 0-1. */
  readonly strength: number;
}

/** A pattern that is ready to be asked. */
export interface CustomRule extends CustomPattern {
  /** The first few matches in the beginning of a text. Linear in its length; others get their turn in between.
   * @param pace of the work that it is a part of */
  readonly find: (text: string, pace: Pace) => Promise<readonly Span[]>;
}

/** Patterns an organization may have. */
export const MAX_PATTERNS = 50;

/** Characters of a pattern at most. */
export const MAX_PATTERN_CHARS = 500;

/** Steps of the automaton that one pattern may come to: each character read may cost as many. */
export const MAX_STEPS = 250;
/** The same for all patterns of an organization. */
export const MAX_STEPS_TOGETHER = 1000;

/** Characters of a text that customers' patterns read. */
export const MAX_READ_CHARS = 8000;

/** Characters that are read at a time: the dearest pattern takes some 20 ms for them. */
export const WINDOW_CHARS = 750;

/** Characters of a match that is found for certain; a longer one is where it begins with a window, or is told in
 * part. */
export const MAX_MATCH_CHARS = 250;
