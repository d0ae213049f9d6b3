import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mlEvent, times } from '../support/factories.js';
import { eventually } from '../support/poll.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';
import { startSet, type StartedSet } from './proxy/started-set.js';
import { report } from './support/cluster-trial.js';
import { OPTIONS } from './support/options.js';

const DAY_MS = 86_400_000;
/** A batch marks its roll-ups late: meanwhile those of earlier batches are announced. */
const HELD_UP = { kind: 'slow', ms: 600 } as const;
const SETTLED_MS = 50_000;
/** So many looks in a row must give the same score. */
const LOOKS = 2;
/** Not a fixed date: what is older than its TTL is deleted while the test runs. */
const MIDNIGHT = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS);
const BASELINE_MS = 100;
/** Wide enough that a batch is in the roll-ups long after it was judged by a cached window. */
const DELAY_MS = [0, 60] as const;

/** F3: a batch that was judged by a cached window counts until a roll-up that holds its events was read. */
describe('F3: drift of a busy model, where every reply of the database comes late', () => {
  let started: StartedSet, app: TestApp;
  beforeAll(async () => {
    started = await startSet({ behaviour: { delayMs: DELAY_MS } });
    app = await createTestApp({
      env: { MONGO_URI: started.set.uri, ORG_BYTES_PER_SECOND: '1000000000' },
      hasClockwork: false,
    });
    app.travelTo(MIDNIGHT);
    started.set.faults.add({ failure: HELD_UP, commands: ['update'], collection: 'rollups', share: 0.5 });
  });
  afterAll(async () => {
    await app.close();
    await started.stop();
  });

  async function send(member: Member, count: number, latencyMs: number): Promise<void> {
    const event = mlEvent({ latency_ms: latencyMs, timestamp: MIDNIGHT.toISOString() });
    await member.post('/ingest/ml', { events: times(count, () => event) }).expect(200);
  }

  async function scoreAfterThreeBatches(): Promise<number> {
    const member: Member = await app.join();
    await member.put('/models/fraud/profile', { baseline_latency_ms: BASELINE_MS }).expect(200);
    // Two at once, read together, make the window a dear one; the third is then judged by what was read for them.
    await Promise.all([send(member, 4000, 110), send(member, 4000, 110)]);
    await send(member, 2000, 185);
    return settled(member);
  }

  /** The score once nothing moves it any more, well before the job comes by that assesses all models once a minute. */
  async function settled(member: Member): Promise<number> {
    const scores: (number | undefined)[] = [];
    await eventually(
      async () => {
        await app.drain();
        const { body } = await member.get('/dashboard/models').expect(200);
        scores.push(body.models[0]?.drift_score);
        return scores.slice(-LOOKS);
      },
      (last) => last.length === LOOKS && new Set(last).size === 1 && last[0] !== undefined,
      SETTLED_MS,
    );
    return scores.at(-1) ?? Number.NaN;
  }

  it(
    'is right in the end, each time',
    async () => {
      const scores: number[] = [];
      for (let round = 0; round < OPTIONS.driftRounds; round++) scores.push(await scoreAfterThreeBatches());
      const wrong = scores.filter((score) => Math.abs(score - 25) > 1e-9);
      report('busy drift', `${scores.length} rounds, ${wrong.length} wrong: ${JSON.stringify(wrong)}`);
      expect(wrong).toEqual([]);
    },
    60_000 + OPTIONS.driftRounds * 20_000,
  );
});
