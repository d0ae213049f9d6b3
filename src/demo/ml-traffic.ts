import type { SeededRandom } from './random.js';
import { isDuring, type Minute, rounded, timesWithin } from './story.js';

/** A prediction as it is sent. */
export interface MlTraffic {
  readonly model_name: string;
  readonly prediction: unknown;
  readonly input_data: Readonly<Record<string, unknown>>;
  readonly latency_ms: number;
  readonly timestamp: string;
}

/** What is declared to be normal for the model that will see outliers; the baselines of the others are learned. */
export const FRAUD_PROFILE = {
  model: 'fraud-v3',
  body: {
    baseline_latency_ms: 42,
    feature_stats: { amount: { mean: 84, std: 28 }, account_age_days: { mean: 600, std: 180 } },
  },
} as const;

/** Somebody sends cents instead of euros. */
const CENTS = { from: 9, to: 6 };

/** A release that gets slower by the minute. */
const SLOWDOWN = { from: 4, to: 0 };
const SLOWER_EACH_MINUTE = 0.35;

/** @returns the predictions of one minute, in the order of their times */
export function mlEvents(minute: Minute): MlTraffic[] {
  return [
    ...timesWithin(minute, 60).map((timestamp) => fraud(minute, timestamp)),
    ...timesWithin(minute, 40).map((timestamp) => churn(minute, timestamp)),
    ...timesWithin(minute, 30).map((timestamp) => pricing(minute, timestamp)),
  ].sort((one, other) => (one.timestamp < other.timestamp ? -1 : 1));
}

function fraud(minute: Minute, timestamp: string): MlTraffic {
  const { random } = minute;
  const isInCents = isDuring(minute, CENTS);
  const euros = Math.max(1, random.normal(84, 20));
  const sure = isInCents ? random.between(0.52, 0.7) : random.between(0.9, 0.995);
  return {
    model_name: FRAUD_PROFILE.model,
    prediction: random.next() < 0.02 ? 'fraud' : 'legitimate',
    input_data: {
      probabilities: { legitimate: rounded(sure), fraud: rounded(1 - sure) },
      features: {
        amount: rounded(isInCents ? euros * 100 : euros),
        account_age_days: Math.round(Math.max(0, random.normal(600, 120))),
        country: random.pick(['AT', 'DE', 'ES', 'FR', 'PL']),
      },
    },
    latency_ms: latency(random, 42),
    timestamp,
  };
}

function churn(minute: Minute, timestamp: string): MlTraffic {
  const { random, minutesAgo } = minute;
  const slowness = isDuring(minute, SLOWDOWN) ? 1 + SLOWER_EACH_MINUTE * (SLOWDOWN.from + 1 - minutesAgo) : 1;
  const sure = random.between(0.75, 0.98);
  return {
    model_name: 'churn-v2',
    prediction: random.next() < 0.15 ? 'leaves' : 'stays',
    input_data: {
      probabilities: [rounded(sure), rounded(1 - sure)],
      features: { tenure_months: Math.round(random.between(1, 60)), tickets: Math.floor(random.between(0, 5)) },
    },
    latency_ms: latency(random, 35 * slowness),
    timestamp,
  };
}

function pricing({ random }: Minute, timestamp: string): MlTraffic {
  return {
    model_name: 'pricing-v1',
    prediction: rounded(random.between(9, 199)),
    input_data: { features: { stock: Math.round(random.between(0, 500)), weekday: Math.floor(random.between(1, 8)) } },
    latency_ms: latency(random, 12),
    timestamp,
  };
}

function latency(random: SeededRandom, meanMs: number): number {
  return rounded(Math.max(1, random.normal(meanMs, meanMs * 0.12)));
}
