import { AppError } from './app-error.js';

/** How far apart clients that were told to come back are spread, so that they don't come back together. */
const JITTER = 0.5;

/** @param seconds how long to wait, before spreading
 * @param chance 0-1, from a random source
 * @returns whole seconds, >= 1 */
export function retryAfterSeconds(seconds: number, chance: number): number {
  return Math.max(1, Math.ceil(seconds * (1 - JITTER + 2 * JITTER * chance)));
}

/** 503: this process has as much under way as it can hold; nothing of the request was kept. */
export class Overloaded extends AppError {
  override readonly code = 'overloaded';
  override readonly status = 503;
  override readonly headers = { 'Retry-After': String(retryAfterSeconds(2, Math.random())) };
  constructor() {
    super('The server has as much under way as it can hold. Try again.');
  }
}

/** 429: the organization sends more than it may; nothing of the request was kept. */
export class RateLimited extends AppError {
  override readonly code = 'rate_limited';
  override readonly status = 429;
  override readonly headers: Readonly<Record<string, string>>;
  /** @param waitSeconds until the request would be taken */
  constructor(waitSeconds: number) {
    super('The organization sends more than it may. Slow down and try again.');
    this.headers = { 'Retry-After': String(retryAfterSeconds(Math.max(1, waitSeconds), Math.random())) };
  }
}
