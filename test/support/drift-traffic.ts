import { mlEvent, times } from './factories.js';
import type { Member, TestApp } from './test-app.js';

/** Width of a bucket, milliseconds. */
export const BUCKET_MS = 5 * 60_000;
/** When the traffic begins, Unix milliseconds: not long ago, because the database deletes what is old by its own clock. */
export const TRAFFIC_BEGIN = Math.floor(Date.now() / BUCKET_MS) * BUCKET_MS - 3 * 86_400_000;

const EVENTS = 60;
const BUCKETS_AT_ONCE = 20;

/** What the predictions of a bucket look like, on average. */
export interface Mix {
  readonly latencyMs?: number;
  readonly amount?: number;
  readonly country?: string;
}

/** Predictions of the model `m`, 60 every five minutes, the same in every run. */
export class DriftTraffic {
  constructor(
    private readonly app: TestApp,
    private readonly member: Member,
  ) {}

  /** Travels to when the traffic begins, with an organization of its own. */
  static async begin(app: TestApp): Promise<{ readonly member: Member; readonly traffic: DriftTraffic }> {
    app.travelTo(new Date(TRAFFIC_BEGIN));
    const member = await app.join();
    return { member, traffic: new DriftTraffic(app, member) };
  }

  /** Sends buckets, some at a time, and has everything counted that is over by then.
   * @param from number of the first bucket
   * @param to the end, not included */
  async send(from: number, to: number, mix: Mix = {}): Promise<void> {
    for (let first = from; first < to; first += BUCKETS_AT_ONCE) {
      const buckets = times(Math.min(BUCKETS_AT_ONCE, to - first), (index) => first + index);
      const events = buckets.flatMap((bucket) => times(EVENTS, (nth) => prediction(bucket, nth, mix)));
      this.app.travelTo(new Date(TRAFFIC_BEGIN + (first + buckets.length) * BUCKET_MS));
      await this.member.post('/ingest/ml', { events }).expect(200);
      await this.app.drain();
    }
    await this.settle(to);
  }

  /** Sends one bucket, which isn't counted by that: it isn't over. */
  async offer(bucket: number, mix: Mix = {}): Promise<void> {
    const events = times(EVENTS, (nth) => prediction(bucket, nth, mix));
    this.app.travelTo(new Date(TRAFFIC_BEGIN + bucket * BUCKET_MS + EVENTS * 1000));
    await this.member.post('/ingest/ml', { events }).expect(200);
    await this.app.drain();
  }

  /** Has everything counted that came before a bucket. */
  async settle(bucket: number): Promise<void> {
    this.app.travelTo(new Date(TRAFFIC_BEGIN + bucket * BUCKET_MS + 2 * 60_000));
    await this.app.drain();
  }
}

function prediction(bucket: number, nth: number, { latencyMs = 100, amount = 50, country = 'FR' }: Mix) {
  const seed = bucket * EVENTS + nth;
  return mlEvent({
    model_name: 'm',
    prediction: noise(seed) < 0.3 ? 'fraud' : 'legit',
    input_data: { amount: amount * (0.5 + noise(seed + 0.5)), country: noise(seed + 0.7) < 0.5 ? 'DE' : country },
    latency_ms: latencyMs * (0.5 + noise(seed + 0.2)),
    timestamp: new Date(TRAFFIC_BEGIN + bucket * BUCKET_MS + nth * 1000).toISOString(),
  });
}

/** A number from 0 to 1 that wanders, the same in every run. */
function noise(seed: number): number {
  const wave = Math.sin(seed * 12.9898) * 43_758.5453;
  return wave - Math.floor(wave);
}
