import { describe, expect, it } from 'vitest';
import { calibratedMlRisk, type CalibratedMlInput } from './calibrated-ml-risk.js';

const STATS = { a: { median: 10, mad: 0.6744897501960817 }, b: { median: 0, mad: 0.6744897501960817 } };

function risk(fields: Partial<CalibratedMlInput>) {
  const nothing = { inputData: {}, driftPct: null, robustStats: STATS, driftingFeatures: new Set<string>() };
  return calibratedMlRisk({ ...nothing, ...fields });
}

describe(calibratedMlRisk.name, () => {
  it.each([
    { probabilities: undefined, confidence: 0 },
    { probabilities: [], confidence: 0 },
    { probabilities: ['high'], confidence: 0 },
    { probabilities: [1, 0], confidence: 0 },
    { probabilities: [0.5, 0.5], confidence: 1 },
    { probabilities: [0.75, 0.25], confidence: 0.5 },
    { probabilities: { yes: 0.9, no: 0.1 }, confidence: 0.2 },
    { probabilities: [0.25, 0.25, 0.25, 0.25], confidence: 1 },
    { probabilities: [0.5, 0.2, 0.2, 0.1], confidence: 2 / 3 },
    { probabilities: [0.5, ...Array.from({ length: 999 }, () => 0.0005)], confidence: 0.5 / 0.999 },
    { probabilities: [0.9], confidence: 0.2 },
    { probabilities: [0.1], confidence: 0.2 },
    { probabilities: [7, -3], confidence: 0 },
    { probabilities: [-5, -3], confidence: 1 },
  ])('is as unsure as $confidence of $probabilities', ({ probabilities, confidence }) => {
    expect(risk({ inputData: { probabilities } }).factors.confidence).toBeCloseTo(confidence, 9);
  });

  it.each([
    { when: 'it is ordinary', inputData: { a: 12, b: 1 }, outlier: 0 },
    { when: 'one of one is three deviations away', inputData: { a: 13 }, outlier: 0 },
    { when: 'one of one is 4.5 deviations away', inputData: { a: 14.5 }, outlier: 0.5 },
    { when: 'one of one is far away', inputData: { a: 100 }, outlier: 1 },
    { when: 'it is below', inputData: { a: -100 }, outlier: 1 },
    { when: 'features have a place of their own', inputData: { features: { a: 100 }, b: 0 }, outlier: 1 },
    { when: 'nothing is known of the feature', inputData: { c: 1e9 }, outlier: 0 },
    { when: 'it is no number', inputData: { a: 'far', b: null }, outlier: 0 },
    { when: 'it is named like what is inherited', inputData: JSON.parse('{"toString":5}') as object, outlier: 0 },
  ])('has an outlier of $outlier when $when', ({ inputData, outlier }) => {
    expect(risk({ inputData: { ...inputData } }).factors.outlier).toBeCloseTo(outlier, 6);
  });

  it('takes more of one feature among many', () => {
    const alone = risk({ inputData: { a: 14 } }).factors.outlier;
    const robustStats = Object.fromEntries(
      Array.from({ length: 40 }, (_none, nth) => [`f${nth}`, { median: 0, mad: 1 }] as const),
    );
    const inputData = { ...Object.fromEntries(Object.keys(robustStats).map((name) => [name, 0])), a: 14 };
    const among = risk({ inputData, robustStats: { ...robustStats, ...STATS } }).factors.outlier;
    expect(among).toBeGreaterThan(0);
    expect(among).toBeLessThan(alone);
  });

  it('leaves a drifting feature to its episode, and drift out of the score', () => {
    const inputData = { a: 100 };
    expect(risk({ inputData, driftingFeatures: new Set(['a']), driftPct: 90 })).toEqual({
      riskScore: 0,
      factors: { confidence: 0, drift: 0.9, outlier: 0 },
    });
  });

  it.each([
    { inputData: { probabilities: [0.5, 0.5] }, score: 0.6 },
    { inputData: { a: 1e9 }, score: 0.8 },
    { inputData: { a: 1e9, probabilities: [0.5, 0.5] }, score: 0.92 },
    { inputData: { a: 10, probabilities: [1] }, score: 0 },
  ])('scores $score with $inputData', ({ inputData, score }) => {
    expect(risk({ inputData }).riskScore).toBeCloseTo(score, 9);
  });

  it.each([null, {}])('finds no outlier where nothing was learned (%j)', (robustStats) => {
    expect(risk({ inputData: { a: 1e9 }, robustStats }).factors.outlier).toBe(0);
  });
});
