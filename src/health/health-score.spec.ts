import { describe, expect, it } from 'vitest';
import { healthScore } from './health-score.js';

describe(healthScore.name, () => {
  it.each([
    { when: 'nothing was measured', driftScores: [], latency: null, score: 100 },
    { when: 'nothing drifts', driftScores: [0, 0], latency: null, score: 100 },
    { when: 'models drift a little', driftScores: [10, 30], latency: null, score: 80 },
    { when: 'models drift a lot', driftScores: [100, 60], latency: null, score: 60 },
    { when: 'LLM calls take a second', driftScores: [], latency: 1000, score: 100 },
    { when: 'LLM calls take a little more', driftScores: [], latency: 1500, score: 90 },
    { when: 'LLM calls take very long', driftScores: [], latency: 60_000, score: 70 },
    { when: 'both', driftScores: [10], latency: 1100, score: 88 },
    { when: 'both are at their worst', driftScores: [100], latency: 60_000, score: 30 },
  ])('is $score when $when', ({ driftScores, latency, score }) => {
    const health = healthScore({ driftScores, llmMeanLatencyMs: latency, minScore: 0, maxScore: 100 });
    expect(health.score).toBe(score);
  });

  it.each([
    { minScore: 50, maxScore: 100, score: 50 },
    { minScore: 0, maxScore: 80, score: 10 },
    { minScore: 0, maxScore: 50, score: 0 },
  ])('starts at $maxScore and ends at $minScore', ({ minScore, maxScore, score }) => {
    expect(healthScore({ driftScores: [100], llmMeanLatencyMs: 9000, minScore, maxScore }).score).toBe(score);
  });

  it('says how it came about', () => {
    const input = { driftScores: [90, 70], llmMeanLatencyMs: 1250, minScore: 0, maxScore: 100 };
    const details = { driftPenalty: 40, latencyPenalty: 5, averageDriftPct: 80, llmMeanLatencyMs: 1250 };
    expect(healthScore(input).details).toEqual(details);
    const unmeasured = { driftPenalty: 0, latencyPenalty: 0, averageDriftPct: null, llmMeanLatencyMs: null };
    expect(healthScore({ ...input, driftScores: [], llmMeanLatencyMs: null }).details).toEqual(unmeasured);
  });
});
