import { AppError } from './app-error.js';

/** The client has gone away before its answer was made. Nobody reads this one. */
export class AnswerUnwanted extends AppError {
  override readonly code = 'request_aborted';
  override readonly status = 400;
  constructor() {
    super('The client did not wait for the answer.');
  }
}
