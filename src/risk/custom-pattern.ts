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
  /** Of its automaton: reading a character costs as many at most. */
  readonly steps: number;
  /** The first few matches in the beginning of a text. Linear in its length. */
  readonly find: (text: string) => readonly Span[];
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
