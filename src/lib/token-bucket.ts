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

/** A piece of something that takes its tokens as it arrives. */
export interface Piece {
  /** Tokens that the piece takes, >= 0. */
  readonly bytes: number;
  /** Tokens that earlier pieces of the same whole have taken. */
  readonly taken: number;
  /** Tokens that the whole takes, as far as that is known; at least those of the pieces so far. */
  readonly whole: number;
}

/** Takes tokens from a bucket. A full bucket gives more than it holds, once: a request larger than the burst must not
 * wait for ever; the debt is paid by waiting afterwards.
 * @param bucket undefined: a full one
 * @param wanted tokens, >= 0 */
export function takeTokens(bucket: TokenBucket | undefined, wanted: number, rate: BucketRate, nowMs: number): Taken {
  return takePiece(bucket, { bytes: wanted, taken: 0, whole: wanted }, rate, nowMs);
}

/** Takes the tokens of a piece where the bucket holds enough for all of the whole that is still to come. So a whole
 * that cannot be finished is refused at its beginning, and one that was let in is refused later only where others
 * took the tokens meanwhile. One larger than the burst goes on into debt, where nobody else takes any.
 * @param bucket undefined: a full one */
export function takePiece(
  bucket: TokenBucket | undefined,
  { bytes, taken, whole }: Piece,
  { perSecond, burst }: BucketRate,
  nowMs: number,
): Taken {
  const grown = bucket === undefined ? burst : bucket.tokens + ((nowMs - bucket.atMs) / 1000) * perSecond;
  const tokens = Math.min(burst, grown);
  const needed = Math.min(Math.max(whole, taken + bytes), burst) - taken;
  if (tokens >= needed) return { bucket: { tokens: tokens - bytes, atMs: nowMs }, waitSeconds: 0 };
  return { bucket: { tokens, atMs: nowMs }, waitSeconds: (needed - tokens) / perSecond };
}
