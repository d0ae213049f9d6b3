import { describe, expect, it } from 'vitest';
import { driftAlert, episodeAlert, groupedRiskAlert, healthAlert, riskAlert } from './alert-rules.js';

describe(driftAlert.name, () => {
  it.each([
    { driftPct: 19.99, thresholdPct: 20, severity: undefined },
    { driftPct: 20, thresholdPct: 20, severity: 'warning' },
    { driftPct: 49.99, thresholdPct: 20, severity: 'warning' },
    { driftPct: 50, thresholdPct: 20, severity: 'critical' },
    { driftPct: 100, thresholdPct: 20, severity: 'critical' },
    { driftPct: 60, thresholdPct: 80, severity: undefined },
  ])('is $severity at $driftPct with a threshold of $thresholdPct', ({ driftPct, thresholdPct, severity }) => {
    expect(driftAlert({ modelName: 'fraud', driftPct, thresholdPct })?.severity).toBe(severity);
  });

  it('names the model and the score', () => {
    expect(driftAlert({ modelName: 'fraud', driftPct: 34.5678, thresholdPct: 20 })).toEqual({
      type: 'drift',
      modelName: 'fraud',
      severity: 'warning',
      message: 'Model fraud has drifted: score 34.57, threshold 20.00.',
    });
  });
});

describe(healthAlert.name, () => {
  it.each([
    { score: 100, severity: undefined },
    { score: 60, severity: undefined },
    { score: 59.99, severity: 'warning' },
    { score: 40, severity: 'warning' },
    { score: 39.99, severity: 'critical' },
    { score: 0, severity: 'critical' },
  ])('is $severity at $score', ({ score, severity }) => expect(healthAlert({ score })?.severity).toBe(severity));

  it('names the score and no model', () => {
    expect(healthAlert({ score: 32.708 })).toEqual({
      type: 'health',
      modelName: null,
      severity: 'critical',
      message: 'Health is low: score 32.71, expected at least 60.00.',
    });
  });
});

describe(riskAlert.name, () => {
  const risk = { modelName: 'chat', kind: 'llm', riskScore: 0.8593 } as const;

  it.each(['normal', 'suspicious'] as const)('is silent about a %s event, whatever its rounded score', (riskLabel) => {
    expect(riskAlert({ ...risk, riskScore: 0.75, riskLabel })).toBeNull();
  });

  it('is critical for a risky event and names the model and the score', () => {
    expect(riskAlert({ ...risk, riskLabel: 'risky' })).toEqual({
      type: 'risk',
      modelName: 'chat',
      severity: 'critical',
      message: 'Risky LLM event of model chat: score 0.86.',
    });
  });
});

describe(groupedRiskAlert.name, () => {
  const from = new Date('2026-03-01T12:00:00Z');
  it.each([
    { count: 0, many: ': more than 10. ' },
    { count: 30, many: ': 30. ' },
  ])('of $count events says$many', ({ count, many }) => {
    const draft = groupedRiskAlert({ from, count, maxSingle: 10 });
    expect(draft).toMatchObject({ type: 'risk', modelName: null, severity: 'critical' });
    expect(draft.message).toContain(many);
  });
});

describe(episodeAlert.name, () => {
  const episode = {
    id: 'e',
    kind: 'ml',
    modelName: 'fraud',
    signal: 'feature.amount',
    since: new Date('2026-03-01T12:00:00.000Z'),
    ended: null,
    endReason: null,
    severity: 'critical',
    direction: 'up',
    method: 'location',
    p: 1e-9,
    size: 0.2,
    peakSize: 0.3456,
    windowBuckets: 4,
    windowValues: 400,
  } as const;

  it('names the model, what drifts, since when and how far', () => {
    expect(episodeAlert(episode)).toEqual({
      type: 'drift',
      modelName: 'fraud',
      severity: 'critical',
      message: 'Model fraud has drifted in feature.amount (up) since 2026-03-01T12:00:00.000Z: size 0.35.',
    });
  });

  it('is as urgent as the episode', () => {
    const mild = episodeAlert({ ...episode, severity: 'warning', direction: null });
    expect(mild).toMatchObject({ severity: 'warning', message: expect.stringContaining('feature.amount since') });
  });
});
