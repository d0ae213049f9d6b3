import { AppError } from './app-error.js';
import { retryAfterSeconds } from './retry-after.js';

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

/** 429: the organization listens as often as it may at once. */
export class TooManyStreams extends AppError {
  override readonly code = 'too_many_streams';
  override readonly status = 429;
  override readonly headers = { 'Retry-After': String(retryAfterSeconds(10, Math.random())) };
  /** @param most streams of an organization at once */
  constructor(most: number) {
    super(`Your organization has ${most} streams open, and may have no more. End one, or try again later.`);
  }
}

/** 429: the organization has as many exports under way as it may. */
export class TooManyExports extends AppError {
  override readonly code = 'too_many_exports';
  override readonly status = 429;
  override readonly headers = { 'Retry-After': String(retryAfterSeconds(10, Math.random())) };
  /** @param most exports of an organization at once */
  constructor(most: number) {
    super(`Your organization has ${most} exports under way, and may have no more. Wait for one to end.`);
  }
}

/** 429: as many reads of the organization wait for their turn as may. */
export class TooManyReads extends AppError {
  override readonly code = 'too_many_reads';
  override readonly status = 429;
  override readonly headers = { 'Retry-After': String(retryAfterSeconds(2, Math.random())) };
  constructor() {
    super('Too many reads of your organization are waiting. Try again later.');
  }
}

/** 503: the database took longer for an answer than anybody waits. */
export class DatabaseBusy extends AppError {
  override readonly code = 'database_busy';
  override readonly status = 503;
  override readonly headers = { 'Retry-After': String(retryAfterSeconds(5, Math.random())) };
  constructor(options?: ErrorOptions) {
    super('The database takes too long for this now. Try again, or ask for less: one model, a shorter time.', options);
  }
}
