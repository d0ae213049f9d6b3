import mongoose from 'mongoose';
import { describe, expect, it } from 'vitest';
import { isDatabaseAway, isWriteConflict } from './database-faults.js';

function said(code: number, errorLabels: string[] = []): Error {
  return new mongoose.mongo.MongoServerError({ message: 'said', code, errorLabels });
}

/** An error of a bulk write, as the driver makes it of what single documents were refused with. */
function refused(...codes: readonly number[]): Error {
  return Object.assign(new Error('refused'), {
    name: 'MongoBulkWriteError',
    code: codes[0],
    writeErrors: codes.map((code, index) => ({ index, code })),
  });
}

describe('errors of the driver', () => {
  it.each([10_107, 189, 91, 11_600, 11_602, 13_435, 13_436, 64, 262])('with code %i are "away"', (code) => {
    expect([isDatabaseAway(said(code)), isWriteConflict(said(code))]).toEqual([true, false]);
    expect(isDatabaseAway(refused(code))).toBe(true);
  });

  it.each([112, 251, 16_908_292, 16_777_220])('with code %i are conflicts', (code) => {
    expect([isDatabaseAway(said(code)), isWriteConflict(said(code))]).toEqual([false, true]);
    expect([isDatabaseAway(refused(code)), isWriteConflict(refused(code, 11_000))]).toEqual([false, true]);
  });

  it.each([
    { what: 'a label of retries', error: said(8000, ['RetryableWriteError']), away: true, conflict: false },
    { what: 'a label of transactions', error: said(8000, ['TransientTransactionError']), away: false, conflict: true },
    { what: 'a fault of ours', error: said(2), away: false, conflict: false },
    { what: 'what is there already', error: refused(11_000), away: false, conflict: false },
    { what: 'a fault beside a conflict', error: refused(112, 121), away: false, conflict: false },
    { what: 'no error at all', error: 'text', away: false, conflict: false },
  ])('tell $what', ({ error, away, conflict }) => {
    expect([isDatabaseAway(error), isWriteConflict(error)]).toEqual([away, conflict]);
  });

  it('of a write without its majority are "away"', () => {
    const error = new mongoose.mongo.MongoWriteConcernError({
      ok: 1,
      writeConcernError: { code: 64, errmsg: 'waiting for replication timed out' },
    });
    expect(isDatabaseAway(error)).toBe(true);
  });
});
