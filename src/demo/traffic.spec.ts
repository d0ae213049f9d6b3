import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../lib/duration.js';
import { riskLabel } from '../lib/risk-label.js';
import { llmRisk } from '../risk/llm-risk.js';
import { mlRisk } from '../risk/ml-risk.js';
import { FRAUD_PROFILE } from './ml-traffic.js';
import { ATTACKS, BORING, CLUMSY_ATTACKS, LEAKS, longConversation } from './texts.js';
import { traffic } from './traffic.js';

const END_MS = Date.parse('2026-03-01T12:00:00Z');
const batches = traffic({ seed: 1, scale: 1, endMs: END_MS });
const events = batches.flatMap((batch) => [...batch.events]);

/** Mean latency of a model from so many to so many minutes before the end. */
function meanMs(model: string, from: number, to: number): number {
  const own = events.filter(({ model_name, timestamp }) => {
    const minutesAgo = (END_MS - Date.parse(timestamp)) / MINUTE_MS;
    return model_name === model && minutesAgo <= from && minutesAgo > to;
  });
  return own.reduce((sum, { latency_ms }) => sum + latency_ms, 0) / own.length;
}

describe(traffic.name, () => {
  it('is the same for the same seed and another for another', () => {
    expect(traffic({ seed: 1, scale: 1, endMs: END_MS })).toEqual(batches);
    expect(traffic({ seed: 2, scale: 1, endMs: END_MS })).not.toEqual(batches);
  });

  it('comes in the order of its times, within the last 30 minutes', () => {
    for (const kind of ['ml', 'llm'] as const) {
      const times = batches
        .filter((batch) => batch.kind === kind)
        .flatMap((batch) => batch.events.map((e) => e.timestamp));
      expect(times).toEqual([...times].sort());
      expect(Date.parse(times[0]!)).toBeGreaterThanOrEqual(END_MS - 30 * MINUTE_MS);
      expect(Date.parse(times.at(-1)!)).toBeLessThan(END_MS);
    }
  });

  it('has one model that drifts beyond 50 percent, and no other', () => {
    const drifted = [...new Set(events.map((event) => event.model_name))].filter(
      (model) => meanMs(model, 5, 0) / meanMs(model, 30, 25) > 1.5,
    );
    expect(drifted).toEqual(['churn-v2']);
  });

  it('holds outliers, in a few minutes of one model only', () => {
    const suspicious = batches
      .flatMap((batch) => (batch.kind === 'ml' ? batch.events : []))
      .filter(({ model_name, input_data }) => {
        const featureStats = model_name === FRAUD_PROFILE.model ? FRAUD_PROFILE.body.feature_stats : null;
        return riskLabel(mlRisk({ inputData: input_data, driftPct: null, featureStats }).riskScore) !== 'normal';
      });
    expect(suspicious.length).toBeGreaterThan(100);
    expect(suspicious.length).toBeLessThan(200);
  });

  it('keeps every part of the story when there is little of it', () => {
    const few = traffic({ seed: 1, scale: 0.01, endMs: END_MS });
    expect(few.reduce((sum, batch) => sum + batch.events.length, 0)).toBe(6 * 30 + 3 + 2);
  });
});

describe('texts', () => {
  it.each([
    { label: 'risky', kind: 'attacks', texts: ATTACKS },
    { label: 'suspicious', kind: 'leaks', texts: LEAKS },
    { label: 'normal', kind: 'clumsy attacks', texts: CLUMSY_ATTACKS },
    { label: 'normal', kind: 'everyday questions', texts: BORING },
    { label: 'normal', kind: 'long texts', texts: [longConversation(20)] },
  ])('are $label where they are $kind', ({ label, texts }) => {
    for (const { prompt, response } of texts) expect(riskLabel(llmRisk(prompt, response).riskScore)).toBe(label);
  });
});
