/** From this claim on the events of a batch are tried one by one, so that one of them can't hold up the others. */
const ALONE_FROM_CLAIM = 3;

/** An event that failed alone as often is given up. */
const FAILURES_ALONE = 5;

/** What is unfinished after as many claims is given up: it kills the process that tries it, so that nobody counts. */
const MAX_CLAIMS = 20;

/** How a batch is to be tried this time. */
export type AttemptPlan = 'together' | 'alone' | 'alone_then_bury' | 'bury_rest';

/** @param claims how often a sweeper has taken the batch, this time included; 0 for the first try after accepting */
export function attemptPlan(claims: number): AttemptPlan {
  if (claims > MAX_CLAIMS) return 'bury_rest';
  if (claims >= ALONE_FROM_CLAIM + FAILURES_ALONE - 1) return 'alone_then_bury';
  return claims >= ALONE_FROM_CLAIM ? 'alone' : 'together';
}

/** Puts a batch's events into an order that is another at each claim. Where one of them kills the process, those behind it
 * come before it at the next claim, which goes backwards; with several of them, where it begins elsewhere.
 * @param items in the order of the batch
 * @param claims as in attemptPlan */
export function rotated<Item>(items: readonly Item[], claims: number): Item[] {
  // The golden ratio spreads the beginnings evenly, whatever the length.
  const start = Math.floor(((claims * GOLDEN_RATIO) % 1) * items.length);
  const order = [...items.slice(start), ...items.slice(0, start)];
  return claims % 2 === 0 ? order : order.reverse();
}

const GOLDEN_RATIO = 0.618_033_988_749_895;
