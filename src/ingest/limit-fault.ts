/** One limit that an event breaks. */
export interface LimitFault {
  /** From the event to the place, the event's own field first; empty where the whole event is meant. */
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly msg: string;
}

/** Codes of faults that the same event may not have at another time. */
export const PASSING_FAULTS: ReadonlySet<string> = new Set(['in_the_future', 'too_old', 'too_many_models']);
