import { MINUTE_MS } from './duration.js';
import { noCounts, type SignalCounts, type SignalScale } from './signal-counts.js';
import { ZERO_KEY } from './value-keys.js';

/** Width of a bucket in which signals are counted, milliseconds. */
export const SIGNAL_BUCKET_MS = 5 * MINUTE_MS;

/** Beginning of the name of a feature's signal. */
export const FEATURE = 'feature.';

/** Beginning of the name of a flag's signal. */
export const FLAG = 'flag.';

/** What was counted of one signal. */
export interface NamedCounts {
  /** `latency`, `prediction`, `confidence`, `feature.<name>`; `prompt_length`, `response_length`, `flagged`, `flag.<name>`. */
  readonly name: string;
  readonly counts: SignalCounts;
}

/** What was counted of a bucket's events. */
export interface EventCounts {
  readonly events: number;
  /** By name. A signal that no event had isn't among them. */
  readonly signals: readonly NamedCounts[];
}

/** @param scale how the signal is counted where it isn't absent
 * @returns what a signal counts in a bucket none of whose events had it: a flag was never raised, anything else was missing */
export function absentCounts(name: string, scale: SignalScale, events: number): SignalCounts {
  if (!name.startsWith(FLAG)) return { ...noCounts(scale), missing: events };
  return { ...noCounts('number'), n: events, bins: { [ZERO_KEY]: events } };
}
