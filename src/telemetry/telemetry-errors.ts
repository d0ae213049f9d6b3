import { AppError } from '../platform/errors/app-error.js';

/** 422: the Idempotency-Key belongs to another request; nothing was stored. */
export class IdempotencyKeyReused extends AppError {
  override readonly code = 'idempotency_key_reused';
  override readonly status = 422;
  constructor() {
    super('This Idempotency-Key was sent with another request before. Take a new key for a new request.');
  }
}
