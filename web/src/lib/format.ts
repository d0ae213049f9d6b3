import { SECOND_MS } from './units.js';

const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const TEN_SECONDS_MS = 10_000;

/** A count, whole: 12,345. */
export function count(value: number): string {
  return NUMBER.format(value);
}

/** A count where there is little room: 12.3K. */
export function compact(value: number): string {
  return COMPACT.format(value);
}

/** A duration: 840 ms, 1.42 s, 12.3 s.
 * @param ms milliseconds; null where there is none */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return '–';
  if (ms < 10) return `${trimmed(ms, 2)} ms`;
  if (ms < SECOND_MS) return `${Math.round(ms)} ms`;
  return `${trimmed(ms / SECOND_MS, ms < TEN_SECONDS_MS ? 2 : 1)} s`;
}

/** A number with at most so many decimals, none that is zero. */
export function trimmed(value: number, decimals: number): string {
  return String(Number(value.toFixed(decimals)));
}

/** A risk score, always with two decimals. */
export function score(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : value.toFixed(2);
}

/** Words for a name that machines use: `long_prompt` becomes `long prompt`. */
export function words(name: string): string {
  return name.replaceAll('_', ' ');
}

/** A value as people read it: texts as they are, anything else as JSON. */
export function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
