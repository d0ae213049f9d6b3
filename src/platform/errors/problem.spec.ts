import {
  BadRequestException,
  ForbiddenException,
  InternalServerErrorException,
  NotFoundException,
} from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { DatabaseUnavailable, NotFound, ValidationFailed } from './app-error.js';
import { problemOf } from './problem.js';

const SECRET = 'what the caller sent';
const fault = { loc: ['body', 'events'], code: 'is_array', msg: 'must be an array' };

/** An error as the driver throws it, by name. */
function named(name: string): Error {
  return Object.assign(new Error(SECRET), { name });
}

/** A bulk write's error, with what the server said of single documents. */
function bulkWrite(writeErrors: readonly object[]): Error {
  return Object.assign(named('MongoBulkWriteError'), { writeErrors });
}

describe(problemOf.name, () => {
  it.each([
    { when: 'an error of ours', error: new NotFound('Model'), status: 404, code: 'not_found' },
    { when: 'faulty fields', error: new ValidationFailed([fault]), status: 422, code: 'validation_failed' },
    { when: 'a database that is away', error: new DatabaseUnavailable(), status: 503, code: 'database_unavailable' },
    {
      when: 'no server selected',
      error: named('MongooseServerSelectionError'),
      status: 503,
      code: 'database_unavailable',
    },
    { when: 'a broken connection', error: named('MongoNetworkError'), status: 503, code: 'database_unavailable' },
    {
      when: 'a timed-out connection',
      error: named('MongoNetworkTimeoutError'),
      status: 503,
      code: 'database_unavailable',
    },
    {
      when: 'a pool cleared by the monitor',
      error: named('PoolClearedOnNetworkError'),
      status: 503,
      code: 'database_unavailable',
    },
    {
      when: 'a connection that is being made anew',
      error: named('MongooseError'),
      status: 503,
      code: 'database_unavailable',
    },
    { when: 'a closed pool', error: named('MongoPoolClosedError'), status: 503, code: 'database_unavailable' },
    {
      when: 'a socket that broke while it was written to',
      error: Object.assign(new Error(SECRET), { code: 'EPIPE' }),
      status: 503,
      code: 'database_unavailable',
    },
    { when: 'a bulk write whose line broke', error: bulkWrite([]), status: 503, code: 'database_unavailable' },
    { when: 'a bulk write that is wrong', error: bulkWrite([{ code: 9 }]), status: 500, code: 'internal_error' },
    {
      when: 'a query that took too long',
      error: Object.assign(named('MongoServerError'), { code: 50 }),
      status: 503,
      code: 'database_busy',
    },
    { when: 'a query that is wrong', error: named('MongoServerError'), status: 500, code: 'internal_error' },
    { when: 'an unknown route', error: new NotFoundException(SECRET), status: 404, code: 'not_found' },
    { when: 'a bad request', error: new BadRequestException(SECRET), status: 400, code: 'bad_request' },
    { when: 'a forbidden one', error: new ForbiddenException(SECRET), status: 403, code: 'forbidden' },
    {
      when: "the framework's own 500",
      error: new InternalServerErrorException(SECRET),
      status: 500,
      code: 'internal_error',
    },
    { when: 'any error', error: new Error(SECRET), status: 500, code: 'internal_error' },
    { when: 'text', error: SECRET, status: 500, code: 'internal_error' },
    { when: 'nothing', error: undefined, status: 500, code: 'internal_error' },
  ])('of $when is $status $code and says nothing of the input', ({ error, status, code }) => {
    const { body } = problemOf(error);
    expect(body).toMatchObject({ status, code, type: `urn:aegisai:error:${code}` });
    expect(JSON.stringify(body)).not.toContain(SECRET);
  });

  it('lists faulty fields, the first hundred', () => {
    const { body } = problemOf(new ValidationFailed(Array.from({ length: 150 }, () => fault)));
    expect(body.detail).toHaveLength(100);
    expect(body.detail[0]).toEqual(fault);
  });

  it('says when to come back, not to all the same', () => {
    const waits = Array.from({ length: 100 }, () => problemOf(new DatabaseUnavailable()).headers['Retry-After']);
    expect(new Set(waits)).toEqual(new Set(['2', '3', '4', '5']));
  });
});
