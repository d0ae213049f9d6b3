import type { mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTemporary, type TemporaryServer } from '../testing/temporary-server.js';

const doubled = (operator: string, initialValue: unknown): mongo.Document => ({
  $reduce: { input: { $range: [0, 40] }, initialValue, in: { [operator]: ['$$value', '$$value'] } },
});

describe('what an expression may cost', () => {
  let temporary: TemporaryServer;
  let items: mongo.Collection;
  beforeAll(async () => {
    temporary = await startTemporary();
    items = temporary.db.collection('items');
    const [digits, many, rare] = ['1'.repeat(1_000_000), 'a'.repeat(200_000), `${'a'.repeat(100_000)}b`];
    await items.insertOne({ digits, many, rare });
  });
  afterAll(() => temporary.stop());

  const outcome = async (expression: unknown): Promise<unknown> => {
    const rows = items.aggregate([{ $project: { out: expression } }]);
    return rows.toArray().then(
      ([row]) => row?.['out'],
      ({ code, message }: mongo.MongoServerError) => ({ code, isShort: message.length < 300 }),
    );
  };

  it.each([
    { what: 'a text that doubles', expression: { $strLenCP: doubled('$concat', 'a') }, code: 10334 },
    { what: 'an array that doubles', expression: { $size: doubled('$concatArrays', [[1]]) }, code: 10334 },
    {
      what: 'a union that grows',
      expression: { $concatArrays: [{ $range: [0, 1e6] }, { $range: [0, 1e6] }] },
      code: 10334,
    },
    { what: 'a million digits for 64 bits', expression: { $toLong: '$digits' }, code: 241 },
    { what: 'a million digits for a decimal', expression: { $toDecimal: '$digits' }, code: 9 },
  ])('refuses $what, in few words', async ({ expression, code }) => {
    expect(await outcome(expression)).toEqual({ code, isShort: true });
  });

  // Comparing at each position takes ten billion steps.
  it.each(['$indexOfBytes', '$indexOfCP'])(
    '%s searches a text that begins like the wanted one everywhere',
    async (name) => {
      expect(await outcome({ [name]: ['$many', '$rare'] })).toBe(-1);
    },
  );
});
