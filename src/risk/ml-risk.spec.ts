import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mlRisk } from './ml-risk.js';

const nothing = { inputData: {}, driftPct: null, featureStats: null };
const hostileKeys = JSON.parse('{"__proto__":9,"constructor":9,"toString":9,"hasOwnProperty":9}');

describe(mlRisk.name, () => {
  it('is 0 where nothing is known', () => {
    expect(mlRisk(nothing)).toEqual({ riskScore: 0, factors: { confidence: 0, drift: 0, outlier: 0 } });
  });

  it('adds the factors by their weights', () => {
    const inputData = { probabilities: [0.5, 0.5], age: 5 };
    const risk = mlRisk({ inputData, driftPct: 50, featureStats: { age: { mean: 2, std: 2 } } });
    expect(risk.factors).toEqual({ confidence: 0.5, drift: 0.5, outlier: 0.5 });
    expect(risk.riskScore).toBeCloseTo(0.5, 10);
  });

  it.each([
    { when: 'there are none', probabilities: undefined, confidence: 0 },
    { when: 'they are a list', probabilities: [0.25, 0.75], confidence: 0.25 },
    { when: 'they are a map', probabilities: { yes: 0.75, no: 0.25 }, confidence: 0.25 },
    { when: 'the model was sure', probabilities: [1], confidence: 0 },
    { when: 'all are 0', probabilities: [0, 0], confidence: 1 },
    { when: 'the list is empty', probabilities: [], confidence: 0 },
    { when: 'the map is empty', probabilities: {}, confidence: 0 },
    { when: 'they are null', probabilities: null, confidence: 0 },
    { when: 'they are a number', probabilities: 0.4, confidence: 0 },
    { when: 'they are a text', probabilities: '0.4', confidence: 0 },
    { when: 'none is a number', probabilities: ['0.4', true, null, [0.4], { p: 0.4 }], confidence: 0 },
    { when: 'some are numbers', probabilities: ['x', 0.75, false], confidence: 0.25 },
    { when: 'one is NaN', probabilities: [NaN, 0.75], confidence: 0.25 },
    { when: 'one is above 1', probabilities: [17, 0.2], confidence: 0 },
    { when: 'all are below 0', probabilities: [-3, -2], confidence: 1 },
    { when: 'one is infinite', probabilities: [Infinity], confidence: 0 },
    { when: 'keys are named like inherited ones', probabilities: hostileKeys, confidence: 0 },
  ])('has a confidence risk of $confidence when $when', ({ probabilities, confidence }) => {
    expect(mlRisk({ ...nothing, inputData: { probabilities } }).factors.confidence).toBe(confidence);
  });

  it.each([
    { driftPct: null, drift: 0 },
    { driftPct: 0, drift: 0 },
    { driftPct: 25, drift: 0.25 },
    { driftPct: 100, drift: 1 },
    { driftPct: 130, drift: 1 },
    { driftPct: -5, drift: 0 },
  ])('has a drift risk of $drift at $driftPct percent', ({ driftPct, drift }) => {
    expect(mlRisk({ ...nothing, driftPct }).factors.drift).toBe(drift);
  });

  const featureStats = { age: { mean: 40, std: 10 }, flat: { mean: 1, std: 0 }, flag: { mean: 0, std: 0.1 } };
  it.each([
    { when: 'a feature is at its mean', inputData: { age: 40 }, outlier: 0 },
    { when: 'a feature is above its mean', inputData: { age: 55 }, outlier: 0.5 },
    { when: 'a feature is below its mean', inputData: { age: 25 }, outlier: 0.5 },
    { when: 'a feature is three deviations away', inputData: { age: 70 }, outlier: 1 },
    { when: 'a feature is further away', inputData: { age: 900 }, outlier: 1 },
    { when: 'a feature is infinite', inputData: { age: Infinity }, outlier: 1 },
    { when: 'a feature is NaN', inputData: { age: NaN }, outlier: 0 },
    { when: 'the features have their own object', inputData: { features: { age: 55 } }, outlier: 0.5 },
    { when: 'an own object hides the rest', inputData: { features: {}, age: 70 }, outlier: 0 },
    { when: 'the features are a list', inputData: { features: [70], age: 55 }, outlier: 0.5 },
    { when: 'the features are null', inputData: { features: null, age: 55 }, outlier: 0.5 },
    { when: 'the features are a text', inputData: { features: 'age', age: 55 }, outlier: 0.5 },
    { when: 'a feature never varied', inputData: { flat: 9 }, outlier: 0 },
    { when: 'a feature is true', inputData: { flag: true }, outlier: 0 },
    { when: 'a feature is a text', inputData: { age: '70' }, outlier: 0 },
    { when: 'a feature has no statistics', inputData: { height: 9 }, outlier: 0 },
    { when: 'there are no features', inputData: {}, outlier: 0 },
  ])('has an outlier risk of $outlier when $when', ({ inputData, outlier }) => {
    expect(mlRisk({ ...nothing, inputData, featureStats }).factors.outlier).toBe(outlier);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'takes a feature named %s as any other',
    (name) => {
      const stats = Object.fromEntries([[name, { mean: 0, std: 3 }]]);
      expect(mlRisk({ ...nothing, inputData: hostileKeys, featureStats: stats }).factors.outlier).toBe(1);
      expect(mlRisk({ ...nothing, inputData: {}, featureStats: stats }).factors.outlier).toBe(0);
      expect(mlRisk({ ...nothing, inputData: hostileKeys, featureStats: {} }).factors.outlier).toBe(0);
    },
  );

  it('stays within 0-1 whatever the input data holds', () => {
    const key = fc.constantFrom('probabilities', 'features', 'a', '__proto__', 'constructor');
    const value = fc.oneof({ depthSize: 'small' }, fc.jsonValue(), fc.double(), fc.array(fc.double()));
    const inputData = fc.array(fc.tuple(key, value)).map((entries) => Object.fromEntries(entries));
    const stats = fc.dictionary(key, fc.record({ mean: fc.double(), std: fc.double() }));
    const property = fc.property(inputData, stats, fc.double({ noNaN: true }), (data, featureStats, driftPct) => {
      const { riskScore, factors } = mlRisk({ inputData: data, driftPct, featureStats });
      return [riskScore, ...Object.values(factors)].every((number) => number >= 0 && number <= 1);
    });
    fc.assert(property, { numRuns: 1000 });
  });
});
