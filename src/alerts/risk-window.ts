import { MINUTE_MS } from '../lib/duration.js';

/** How long a span of event time is within which alerts of risky events are counted. */
export const RISK_WINDOW_MS = 10 * MINUTE_MS;

/** @param timestamp of an event
 * @returns the first instant of its span of event time: the same at every try, whenever that is */
export function riskWindowOf(timestamp: Date): Date {
  return new Date(Math.floor(timestamp.getTime() / RISK_WINDOW_MS) * RISK_WINDOW_MS);
}
