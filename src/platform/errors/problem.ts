import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { AppError, DatabaseUnavailable, type Fault, ValidationFailed } from './app-error.js';
import { isDatabaseAway, isOutOfTime, isWriteConflict } from './database-faults.js';
import { DatabaseBusy } from './overloaded.js';

/** An error as a caller sees it (RFC 9457, with a machine-readable code; `detail` is a list where fields are named). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string | readonly Fault[];
  readonly requestId: string;
}

/** What the filter needs of an error: the answer without the request's id, and its headers. */
export interface ProblemAnswer {
  readonly body: Omit<Problem, 'requestId'>;
  readonly headers: Readonly<Record<string, string>>;
}

/** Refusals by the framework itself, whose own texts quote the input. */
const STATUS_ERRORS: Readonly<Record<number, readonly [code: string, detail: string]>> = {
  400: ['bad_request', 'The request is not well formed.'],
  401: ['unauthorized', 'A valid bearer token is needed.'],
  403: ['forbidden', 'The token does not allow this.'],
  404: ['not_found', 'No such route.'],
};

/** Turns whatever was thrown into an answer. Unknown errors become 500 without a word of their own text. */
export function problemOf(error: unknown): ProblemAnswer {
  if (error instanceof AppError) {
    const detail = error instanceof ValidationFailed ? error.faults : error.message;
    return answer(error.status, error.code, detail, error.headers);
  }
  if (isDatabaseAway(error)) return problemOf(new DatabaseUnavailable());
  if (isOutOfTime(error) || isWriteConflict(error)) return problemOf(new DatabaseBusy());
  const status = error instanceof HttpException ? error.getStatus() : 500;
  const [code, detail] = STATUS_ERRORS[status] ?? ['error', 'The request was refused.'];
  return status < 500
    ? answer(status, code, detail)
    : answer(500, 'internal_error', 'Something went wrong on our side.');
}

function answer(
  status: number,
  code: string,
  detail: Problem['detail'],
  headers: ProblemAnswer['headers'] = {},
): ProblemAnswer {
  const title = STATUS_CODES[status] ?? 'Error';
  return { body: { type: `urn:aegisai:error:${code}`, title, status, code, detail }, headers };
}
