import type { AppConfig } from '../config/app-config.js';
import type { BodyShape } from './body-shape.js';
import type { BodyFormat } from './media-type.js';

/** What a route takes. */
export interface RouteBodies {
  readonly formats: readonly BodyFormat[];
  /** `none`: the handler reads no body; `small`: anything but lists of events and texts. */
  readonly size: 'none' | 'small' | 'large';
  readonly shape: BodyShape;
}

/** Many times what credentials need, and what a route takes whose handler reads no body. */
const MAX_SMALL_BYTES = 16_384;
/** A thousand features with names of 256 characters, or 100,000 characters that are all escaped. */
const MAX_ORDINARY_BYTES = 1_048_576;

/** @param isStranger whether anybody may send it
 * @returns bytes that a body may have, after decompression */
export function maxBytesOf(
  { size }: Pick<RouteBodies, 'size'>,
  sent: { readonly format: BodyFormat; readonly isStranger: boolean },
  { maxBodyBytes }: Pick<AppConfig, 'maxBodyBytes'>,
): number {
  if (sent.isStranger || sent.format === 'form' || size === 'none') return Math.min(MAX_SMALL_BYTES, maxBodyBytes);
  return size === 'large' ? maxBodyBytes : Math.min(MAX_ORDINARY_BYTES, maxBodyBytes);
}

/** Repeated telemetry shrinks to a thirtieth; blanks, which only somebody hostile sends, to a thousandth. */
const MAX_RATIO = 100;
/** A small body may hold whatever it likes. */
const FREE_BYTES = 1_048_576;

/** @param packed bytes that have arrived
 * @param unpacked bytes that they have become so far
 * @returns whether a body grows more than honest ones do */
export function growsTooMuch(packed: number, unpacked: number): boolean {
  return unpacked > FREE_BYTES && unpacked - FREE_BYTES > MAX_RATIO * packed;
}

/** How fast a body has to arrive. */
export interface LeastSpeed {
  /** Bytes a second on average; 0: any speed will do. */
  readonly perSecond: number;
  /** How long it may take at any speed, milliseconds. */
  readonly afterMs: number;
}

const ANY_SPEED_MS = 5000;
/** Credentials come in one piece. */
const STRANGERS_ANY_SPEED_MS = 1000;

/** @param isStranger whether anybody may send the body
 * @returns how fast it has to arrive */
export function leastSpeedOf(
  isStranger: boolean,
  { minBodyBytesPerSecond }: Pick<AppConfig, 'minBodyBytesPerSecond'>,
): LeastSpeed {
  return { perSecond: minBodyBytesPerSecond, afterMs: isStranger ? STRANGERS_ANY_SPEED_MS : ANY_SPEED_MS };
}

/** @param bytes that have arrived
 * @param elapsedMs since it was waited for
 * @returns whether a body arrives too slowly to be waited for */
export function isTooSlow(bytes: number, elapsedMs: number, { perSecond, afterMs }: LeastSpeed): boolean {
  return elapsedMs >= afterMs && bytes < (perSecond * elapsedMs) / 1000;
}
