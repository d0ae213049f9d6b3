import { retryAfterSeconds } from './retry-after.js';

/** One faulty place in a request: where it is, a stable code, and what is wanted there. Never the offending value. */
export interface Fault {
  /** Path from `body`, `query`, `path` or `header` to the field, `["body", "events", 0, "latency_ms"]`. */
  readonly loc: readonly (string | number)[];
  readonly code: string;
  readonly msg: string;
}

/** Base of every error that a caller may see. Services throw its children; the one filter turns them into answers. */
export abstract class AppError extends Error {
  /** Stable, lower snake case, for programs to tell errors apart. */
  abstract readonly code: string;
  /** HTTP status of the answer. */
  abstract readonly status: number;
  /** Headers that the answer carries beside the body. */
  readonly headers: Readonly<Record<string, string>> = {};
}

/** Faults an answer names at most: a batch can have as many as it has fields. */
export const MAX_FAULTS = 100;

/** 422: the request is well-formed JSON, but fields of it are wrong. Names the first 100. */
export class ValidationFailed extends AppError {
  override readonly code = 'validation_failed';
  override readonly status = 422;
  readonly faults: readonly Fault[];
  constructor(faults: readonly Fault[]) {
    super('The request has invalid fields.');
    this.faults = faults.slice(0, MAX_FAULTS);
  }
}

/** 404: nothing of that name in the caller's organization. */
export class NotFound extends AppError {
  override readonly code = 'not_found';
  override readonly status = 404;
  /** @param what what was looked for, "Model" */
  constructor(what: string) {
    super(`${what} not found.`);
  }
}

/** 503: indexes are being built after an upgrade; without them the database would be kept busy. */
export class Indexing extends AppError {
  override readonly code = 'indexing';
  override readonly status = 503;
  override readonly headers = { 'Retry-After': String(retryAfterSeconds(10, Math.random())) };
  constructor() {
    super('The server has started and is building indexes. Try again.');
  }
}

/** How long to wait for the database, before spreading, seconds. */
const RETRY_SECONDS = 3;

/** Code of DatabaseUnavailable. */
export const DATABASE_UNAVAILABLE = 'database_unavailable';

/** 503: the database doesn't answer; nothing of the request was kept, try again. */
export class DatabaseUnavailable extends AppError {
  override readonly code = DATABASE_UNAVAILABLE;
  override readonly status = 503;
  override readonly headers = { 'Retry-After': String(retryAfterSeconds(RETRY_SECONDS, Math.random())) };
  constructor(options?: ErrorOptions) {
    super('The database is not available. Try again.', options);
  }
}
