import type { EventKind } from './telemetry.facts.js';

/** Why an event could not be processed: it failed each time it was tried alone, or whatever tried it never came to an end. */
export const DEAD_LETTER_CODES = ['processing_failed', 'never_finished'] as const;

/** @see DEAD_LETTER_CODES */
export type DeadLetterCode = (typeof DEAD_LETTER_CODES)[number];

/** What an event carries that could not be processed. */
export interface DeadLetterMark {
  readonly code: DeadLetterCode;
  readonly at: Date;
}

/** An event that could not be processed and waits to be replayed. */
export interface DeadLetter extends DeadLetterMark {
  readonly kind: EventKind;
  readonly eventId: string;
  readonly modelName: string;
  readonly timestamp: Date;
}
