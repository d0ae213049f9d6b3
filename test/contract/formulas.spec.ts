import { describe, expect, it } from 'vitest';
import { latencyDriftPct } from '../../src/drift/methods/latency-drift.js';
import { healthScore } from '../../src/health/health-score.js';
import type { FeatureStats } from '../../src/lib/feature-stats.js';
import { riskLabel } from '../../src/lib/risk-label.js';
import { round } from '../../src/lib/round.js';
import { tokenCount } from '../../src/lib/token-count.js';
import { llmRisk } from '../../src/risk/llm-risk.js';
import { mlRisk } from '../../src/risk/ml-risk.js';
import { goldenCases } from '../support/golden.js';

interface LlmCase {
  prompt: string;
  response: string;
  expected: { riskScore: number; riskLabel: string; flags: string[]; token_count: number };
}
interface MlCase {
  input_data: Record<string, unknown>;
  drift_score: number | null;
  feature_stats: FeatureStats | null;
  expected: {
    riskScore: number;
    riskLabel: string;
    factors: { confidence_risk: number; drift_risk: number; outlier_risk: number };
  };
}
interface DriftCase {
  mean_latency_ms: number | null;
  baseline_latency_ms: number | null;
  expected: number | null;
}
interface HealthCase {
  drift_scores: number[];
  llm_mean_latency_ms: number | null;
  expected: number;
}

const CONTRACT_FLAGS = new Set(['sensitive_content', 'jailbreak_pattern', 'long_prompt']);

/** One test for each vector, all of them skipped where there are none. */
function eachVector(name: string, check: (vector: unknown) => void): void {
  const vectors = goldenCases(name);
  describe.skipIf(vectors === null)(`golden vectors: ${name}`, () => {
    it('are not empty', () => expect(vectors).not.toHaveLength(0));
    for (const [index, vector] of (vectors ?? []).entries()) it(`${name} ${index}`, () => check(vector));
  });
}

eachVector('llm', (vector) => {
  const { prompt, response, expected } = vector as LlmCase;
  const { riskScore, flags } = llmRisk(prompt, response);
  expect(round(riskScore, 4)).toBeCloseTo(expected.riskScore, 6);
  expect(riskLabel(riskScore)).toBe(expected.riskLabel);
  // An added detector may add a flag of its own.
  expect(flags.filter((flag) => CONTRACT_FLAGS.has(flag))).toEqual(expected.flags);
  expect(tokenCount(prompt, response)).toBe(expected.token_count);
});

eachVector('ml', (vector) => {
  const { input_data, drift_score, feature_stats, expected } = vector as MlCase;
  const { riskScore, factors } = mlRisk({ inputData: input_data, driftPct: drift_score, featureStats: feature_stats });
  expect(round(riskScore, 4)).toBeCloseTo(expected.riskScore, 6);
  expect(riskLabel(riskScore)).toBe(expected.riskLabel);
  expect(factors.confidence).toBeCloseTo(expected.factors.confidence_risk, 5);
  expect(factors.drift).toBeCloseTo(expected.factors.drift_risk, 5);
  expect(factors.outlier).toBeCloseTo(expected.factors.outlier_risk, 5);
});

eachVector('drift', (vector) => {
  const { mean_latency_ms, baseline_latency_ms, expected } = vector as DriftCase;
  const driftPct = latencyDriftPct(mean_latency_ms, baseline_latency_ms);
  if (expected === null) expect(driftPct).toBeNull();
  else expect(driftPct).toBeCloseTo(expected, 9);
});

eachVector('health', (vector) => {
  const { drift_scores, llm_mean_latency_ms, expected } = vector as HealthCase;
  const input = { driftScores: drift_scores, llmMeanLatencyMs: llm_mean_latency_ms, minScore: 0, maxScore: 100 };
  expect(healthScore(input).score).toBeCloseTo(expected, 9);
});
