import { describe, expect, it } from 'vitest';
import { countsOf } from '../lib/signal-counter.js';
import type { EventCounts } from '../lib/signal-name.js';
import { EventSignals, MAX_FEATURES } from './event-signals.js';

function predictions(...inputs: readonly unknown[]): EventCounts {
  const signals = new EventSignals();
  for (const inputData of inputs) signals.addPrediction({ latencyMs: 40, prediction: null, inputData });
  return signals.counts();
}

function calls(...flags: readonly (readonly string[])[]): EventCounts {
  const signals = new EventSignals();
  for (const own of flags) signals.addCall({ latencyMs: 40, promptLength: 5, responseLength: 7, flags: own });
  return signals.counts();
}

function namesOf({ signals }: EventCounts): string[] {
  return signals.map(({ name }) => name);
}

function signal({ signals }: EventCounts, wanted: string) {
  return signals.find(({ name }) => name === wanted)?.counts;
}

describe(EventSignals.name, () => {
  it.each([
    { what: 'nothing', inputData: {}, names: ['latency'] },
    {
      what: 'plain features',
      inputData: { b: 1, a: 'x', c: true },
      names: ['feature.a', 'feature.b', 'feature.c', 'latency'],
    },
    { what: 'features of their own', inputData: { features: { a: 1 }, b: 2 }, names: ['feature.a', 'latency'] },
    { what: 'features that are a list', inputData: { features: [1], b: 2 }, names: ['feature.b', 'latency'] },
    { what: 'nested values', inputData: { a: { b: 1 }, c: [1], d: null }, names: ['latency'] },
    { what: 'what is no number', inputData: { a: Number.NaN, b: Infinity }, names: ['latency'] },
    { what: 'a list of probabilities', inputData: { probabilities: [0.2, 0.8] }, names: ['confidence', 'latency'] },
    { what: 'a map of probabilities', inputData: { probabilities: { a: 0.2 } }, names: ['confidence', 'latency'] },
    { what: 'probabilities of nothing', inputData: { probabilities: ['a'] }, names: ['latency'] },
    { what: 'inherited names', inputData: JSON.parse('{"__proto__":1}'), names: ['feature.__proto__', 'latency'] },
    { what: 'a very long name', inputData: { ['x'.repeat(129)]: 1 }, names: ['latency'] },
    { what: 'no object', inputData: [1, 2], names: ['latency'] },
  ])('finds $names in $what', ({ inputData, names }) => expect(namesOf(predictions(inputData))).toEqual(names));

  it.each([
    { what: 'a class', prediction: 'fraud', scale: 'category' },
    { what: 'a yes or no', prediction: true, scale: 'category' },
    { what: 'a value', prediction: 0.5, scale: 'number' },
  ])('counts a prediction that is $what', ({ prediction, scale }) => {
    const signals = new EventSignals();
    signals.addPrediction({ latencyMs: 40, prediction, inputData: {} });
    expect(signal(signals.counts(), 'prediction')).toMatchObject({ scale, n: 1, missing: 0 });
  });

  it('counts what is missing, before and after it first came', () => {
    const counted = predictions({}, { a: 1 }, {}, { a: 2 }, {});
    expect(counted.events).toBe(5);
    expect(signal(counted, 'feature.a')).toEqual({ ...countsOf('number', [1, 2]), missing: 3 });
  });

  it('takes what is rarer, numbers or texts, for missing', () => {
    expect(signal(predictions({ a: 1 }, { a: 'x' }, { a: 'y' }), 'feature.a')).toMatchObject({
      scale: 'category',
      n: 2,
      missing: 1,
    });
    expect(signal(predictions({ a: 'x' }, { a: 1 }), 'feature.a')).toMatchObject({ scale: 'number', n: 1, missing: 1 });
  });

  it('counts the highest probability', () => {
    const counted = predictions({ probabilities: [0.1, 0.7, 0.2] }, { probabilities: { a: 0.9 } });
    expect(signal(counted, 'confidence')).toEqual(countsOf('number', [0.7, 0.9]));
  });

  it('watches the first features by name, in whatever order they come', () => {
    const names = Array.from({ length: 3 * MAX_FEATURES }, (_none, nth) => `f${String(nth).padStart(3, '0')}`);
    const forwards = predictions(...names.map((name) => ({ [name]: 1 })));
    const backwards = predictions(...[...names].reverse().map((name) => ({ [name]: 1 })));
    expect(namesOf(forwards)).toEqual([...names.slice(0, MAX_FEATURES).map((name) => `feature.${name}`), 'latency']);
    expect(backwards).toEqual(forwards);
  });

  it('counts lengths and flags of calls', () => {
    const counted = calls(['a', 'b', 'a'], [], ['b']);
    expect(namesOf(counted)).toEqual(['flag.a', 'flag.b', 'flagged', 'latency', 'prompt_length', 'response_length']);
    expect(signal(counted, 'flagged')).toEqual(countsOf('number', [1, 0, 1]));
    expect(signal(counted, 'flag.a')).toEqual(countsOf('number', [1, 0, 0]));
    expect(signal(counted, 'flag.b')).toEqual(countsOf('number', [1, 0, 1]));
    expect(signal(counted, 'prompt_length')).toEqual(countsOf('number', [5, 5, 5]));
  });
});
