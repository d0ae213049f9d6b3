import { describe, expect, it } from 'vitest';
import { beyondAnswerTime, queryTimeMs, withinAnswerTime } from './answer-time.js';
import { AnswerUnwanted } from './errors/answer-unwanted.js';
import { DatabaseBusy } from './errors/overloaded.js';

const MOST_MS = 2000;
const waited = new AbortController().signal;

describe(queryTimeMs.name, () => {
  it('is the most where a query belongs to no answer', () => expect(queryTimeMs(MOST_MS)).toBe(MOST_MS));

  it('is what the answer has left, also later and for queries at once', async () => {
    await withinAnswerTime(500, waited, async () => {
      const first = queryTimeMs(MOST_MS);
      expect(first).toBeLessThanOrEqual(500);
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(queryTimeMs(MOST_MS)).toBeLessThan(first);
    });
  });

  it('is no more than the most', () => {
    withinAnswerTime(5000, waited, () => expect(queryTimeMs(MOST_MS)).toBe(MOST_MS));
  });

  it('is none once the time of the answer is over', () => {
    withinAnswerTime(0, waited, () => expect(() => queryTimeMs(MOST_MS)).toThrow(DatabaseBusy));
  });

  it('is none once the client has gone away', () => {
    const gone = AbortSignal.abort();
    withinAnswerTime(500, gone, () => expect(() => queryTimeMs(MOST_MS)).toThrow(AnswerUnwanted));
  });

  it('is the most again for what lasts longer than an answer', async () => {
    await withinAnswerTime(0, waited, async () => {
      await beyondAnswerTime(async () => {
        await Promise.resolve();
        expect(queryTimeMs(MOST_MS)).toBe(MOST_MS);
      });
    });
  });
});
