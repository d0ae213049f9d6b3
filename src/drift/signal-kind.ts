import type { SignalScale } from '../lib/signal-counts.js';

/** What a signal measures: `latency` (above 0, judged by ratio), a `number` or `category` among features and predictions, a
 * `rate` (0 or 1: errors, flags). */
export type SignalKind = 'latency' | 'number' | 'category' | 'rate';

/** @returns how the values of a kind are counted */
export function scaleOf(kind: SignalKind): SignalScale {
  return kind === 'category' ? 'category' : 'number';
}
