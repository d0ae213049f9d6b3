import { describe, expect, it } from 'vitest';
import { type EventLimits, llmFaults, mlFaults } from './event-limits.js';

const now = new Date('2026-03-01T12:00:00Z');
const limits: EventLimits = {
  maxEventBytes: 100,
  maxPredictionBytes: 50,
  maxTextChars: 60,
  maxModelNameChars: 8,
  maxInputKeys: 3,
  maxInputDepth: 2,
  retentionDays: 30,
  maxClockAheadMinutes: 10,
};
const ml = { modelName: 'm', prediction: 1, inputData: {}, latencyMs: 1, senderId: null, timestamp: null };
const llm = { modelName: 'm', prompt: '', response: '', latencyMs: 1, senderId: null, timestamp: null };

describe(mlFaults.name, () => {
  it.each([
    { when: 'plain', change: {} },
    { when: 'as old as allowed', change: { timestamp: new Date('2026-01-30T12:00:00Z') } },
    { when: 'as far ahead as allowed', change: { timestamp: new Date('2026-03-01T12:10:00Z') } },
    { when: 'a prediction of null', change: { prediction: null } },
  ])('accepts an event that is $when', ({ change }) => expect(mlFaults({ ...ml, ...change }, limits, now)).toEqual([]));

  it.each([
    { code: 'max_length', change: { modelName: 'far-too-long' }, path: ['modelName'] },
    { code: 'in_the_future', change: { timestamp: new Date('2026-03-01T12:10:01Z') }, path: ['timestamp'] },
    { code: 'too_old', change: { timestamp: new Date('2026-01-30T11:59:59Z') }, path: ['timestamp'] },
    { code: 'unseen_characters', change: { modelName: 'a\u202eb' }, path: ['modelName'] },
    { code: 'unseen_characters', change: { senderId: 'a\0b' }, path: ['senderId'] },
    { code: 'prediction_too_large', change: { prediction: 'p'.repeat(60) }, path: ['prediction'] },
    {
      code: 'not_a_probability',
      change: { inputData: { probabilities: [0.5, 1.5] } },
      path: ['inputData', 'probabilities', 1],
    },
    {
      code: 'not_a_probability',
      change: { inputData: { probabilities: { a: 'x' } } },
      path: ['inputData', 'probabilities', 'a'],
    },
    { code: 'too_deep', change: { inputData: { a: { b: [] } } }, path: ['inputData', 'a', 'b'] },
    { code: 'too_many_keys', change: { prediction: [1, 2, 3, 4] }, path: ['prediction'] },
    { code: 'event_too_large', change: { inputData: { a: 'x'.repeat(101) } }, path: [] },
  ])('finds $code', ({ code, change, path }) =>
    expect(mlFaults({ ...ml, ...change }, limits, now)).toEqual([expect.objectContaining({ code, path })]),
  );
});

describe(llmFaults.name, () => {
  it('accepts a plain event', () => expect(llmFaults(llm, limits, now)).toEqual([]));

  it.each([
    { code: 'max_length', change: { prompt: 'x'.repeat(61) }, path: ['prompt'] },
    { code: 'max_length', change: { response: 'x'.repeat(61) }, path: ['response'] },
    { code: 'event_too_large', change: { prompt: 'ä'.repeat(51) }, path: [] },
  ])('finds $code at $path', ({ code, change, path }) =>
    expect(llmFaults({ ...llm, ...change }, limits, now)).toEqual([expect.objectContaining({ code, path })]),
  );
});
