/** A token bucket: what is left of it, and when that was. */
export interface TokenBucket {
  readonly tokens: number;
  /** Milliseconds of a clock that never goes back. */
  readonly atMs: number;
}

/** How a bucket fills. */
export interface BucketRate {
  /** Tokens a second. */
  readonly perSecond: number;
  /** Tokens of a full bucket. */
  readonly burst: number;
}

/** What came of asking for tokens. */
export interface Taken {
  readonly bucket: TokenBucket;
  /** 0 where the tokens were taken; else after how many seconds they will be there. */
  readonly waitSeconds: number;
}

/** Takes tokens from a bucket. A full bucket gives more than it holds, once: a request larger than the burst must not
 * wait for ever; the debt is paid by waiting afterwards.
 * @param bucket undefined: a full one
 * @param wanted tokens, >= 0 */
export function takeTokens(
  bucket: TokenBucket | undefined,
  wanted: number,
  { perSecond, burst }: BucketRate,
  nowMs: number,
): Taken {
  const grown = bucket === undefined ? burst : bucket.tokens + ((nowMs - bucket.atMs) / 1000) * perSecond;
  const tokens = Math.min(burst, grown);
  const needed = Math.min(wanted, burst);
  if (tokens >= needed) return { bucket: { tokens: tokens - wanted, atMs: nowMs }, waitSeconds: 0 };
  return { bucket: { tokens, atMs: nowMs }, waitSeconds: (needed - tokens) / perSecond };
}
