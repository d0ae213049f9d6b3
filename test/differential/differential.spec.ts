import { sample } from 'fast-check';
import mongoose, { type mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTemporary, type TemporaryServer } from '../../src/embedded-mongo/testing/temporary-server.js';
import { type Case, CASES, type Kind } from './cases.js';
import type { Difference } from './difference.js';
import { Engine } from './engine.js';
import { EXPLANATIONS } from './explained.js';

const { EJSON } = mongoose.mongo.BSON;

/** `npm run test:differential -- --cases 20000 --seed 1` */
const URI = process.env['MONGO_URI'] ?? '';
const TOTAL = Number(process.env['DIFFERENTIAL_CASES'] ?? 2000);
const SEED = Number(process.env['DIFFERENTIAL_SEED'] ?? 1);
/** How many of the cases are of which command, in parts of 100. */
const SHARES: Readonly<Record<Kind, number>> = {
  find: 30,
  aggregate: 25,
  update: 20,
  findAndModify: 10,
  delete: 10,
  distinct: 5,
};
/** Cases under way at once, each in a collection of its own. */
const AT_ONCE = 16;
const SHOWN = 10;
/** From so many cases on every explanation must have been needed that isn't rare. */
const ENOUGH_FOR_ALL = 20_000;
const TIMEOUT_MS = 60_000 + 60 * TOTAL;

/** Whether both engines say the same: equal answers and documents, or errors on both sides. Their codes are theirs, but for that of a
 * duplicate key, by which programs decide. */
function agree({ ours, theirs }: Difference): boolean {
  if (ours.stored !== theirs.stored) return false;
  if (ours.error === undefined || theirs.error === undefined) {
    return ours.error === theirs.error && ours.answer === theirs.answer;
  }
  return (ours.error.code === 11000) === (theirs.error.code === 11000);
}

function shown({ case: { documents, command }, ours, theirs }: Difference): string {
  const text = (value: unknown): string => EJSON.stringify(value, { relaxed: false });
  return [text(documents), text(command), `ours:   ${JSON.stringify(ours)}`, `theirs: ${JSON.stringify(theirs)}`].join(
    '\n',
  );
}

describe.skipIf(URI === '')('the embedded database beside another engine', () => {
  const explained = new Map<string, number>();
  let temporary: TemporaryServer, client: mongo.MongoClient, ours: Engine, theirs: Engine;

  beforeAll(async () => {
    temporary = await startTemporary();
    client = await new mongoose.mongo.MongoClient(URI).connect();
    [ours, theirs] = [new Engine(temporary.client, false), new Engine(client, true)];
  });
  afterAll(async () => {
    await theirs.clear();
    await client.close();
    await temporary.stop();
  });

  async function compare(given: Case, collection: string): Promise<Difference> {
    const [mine, other] = await Promise.all([ours.run(given, collection), theirs.run(given, collection)]);
    return { case: given, ours: mine, theirs: other };
  }

  it.each(Object.entries(SHARES) as [Kind, number][])(
    'answers %s alike',
    async (kind, share) => {
      const cases = sample(CASES[kind], { numRuns: Math.ceil((TOTAL * share) / 100), seed: SEED });
      const counts = { equal: 0, errors: 0, explained: 0 };
      const unexplained: Difference[] = [];
      const lane = async (collection: string): Promise<void> => {
        for (let given = cases.pop(); given !== undefined; given = cases.pop()) {
          const outcome = await compare(given, collection);
          const explanation = agree(outcome) ? undefined : EXPLANATIONS.find(({ matches }) => matches(outcome));
          if (agree(outcome)) counts[outcome.ours.error === undefined ? 'equal' : 'errors']++;
          else if (explanation === undefined) {
            unexplained.push(outcome);
            if (unexplained.length <= SHOWN) process.stdout.write(`differential: unexplained\n${shown(outcome)}\n`);
          } else {
            counts.explained++;
            explained.set(explanation.name, (explained.get(explanation.name) ?? 0) + 1);
          }
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => lane(`lane_${at}`)));
      const line = `${counts.equal} equal, ${counts.errors} errors of both, ${counts.explained} explained`;
      process.stdout.write(`differential: ${kind}, seed ${SEED}: ${line}, ${unexplained.length} unexplained\n`);
      expect(unexplained).toHaveLength(0);
      expect(counts.equal).toBeGreaterThan(counts.explained);
    },
    TIMEOUT_MS,
  );

  it('needs each of the explanations that is not rare', ({ skip }) => {
    const lines = EXPLANATIONS.map(({ name }) => `  ${String(explained.get(name) ?? 0).padStart(5)} ${name}\n`);
    process.stdout.write(`differential: explained differences, seed ${SEED}:\n${lines.join('')}`);
    skip(TOTAL < ENOUGH_FOR_ALL, `too few cases for the rarest: ${TOTAL} of ${ENOUGH_FOR_ALL}`);
    const frequent = EXPLANATIONS.filter(({ isRare }) => isRare !== true);
    expect(frequent.map(({ name }) => name).filter((name) => !explained.has(name))).toEqual([]);
  });
});
