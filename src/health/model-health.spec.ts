import { describe, expect, it } from 'vitest';
import { healthState, type ModelFigures, modelHealths, worstModel } from './model-health.js';

const RANGE = { minScore: 0, maxScore: 100 };

function model(modelName: string, driftPct: number | null, llmMeanLatencyMs: number | null = null): ModelFigures {
  return { modelName, driftPct, llmMeanLatencyMs };
}

describe(modelHealths.name, () => {
  it.each([
    { when: 'nothing was measured', figures: model('a', null), score: 100, parts: [0, 0] },
    { when: 'it drifts', figures: model('a', 25), score: 75, parts: [25, 0] },
    { when: 'it drifts as far as it can', figures: model('a', 100), score: 60, parts: [40, 0] },
    { when: 'its calls are slow', figures: model('a', null, 2000), score: 80, parts: [0, 20] },
    { when: 'both', figures: model('a', 100, 60_000), score: 30, parts: [40, 30] },
  ])('scores $score when $when', ({ figures, score, parts }) => {
    const [found] = modelHealths([figures], RANGE);
    expect(found).toEqual({ ...figures, score, driftPenalty: parts[0], latencyPenalty: parts[1] });
  });

  it('puts the worst first, and two alike by name', () => {
    const found = modelHealths([model('c', null), model('b', 10), model('a', null), model('d', 30)], RANGE);
    expect(found.map(({ modelName }) => modelName)).toEqual(['d', 'b', 'a', 'c']);
  });
});

describe(worstModel.name, () => {
  it.each([
    { when: 'there is no model', models: [], worst: null },
    { when: 'none lowered the health', models: [model('a', 0)], worst: null },
    { when: 'one drifts more', models: [model('a', 10), model('b', 20)], worst: 'b' },
    { when: 'one is slow', models: [model('a', 10), model('b', null, 2000)], worst: 'b' },
  ])('is $worst when $when', ({ models, worst }) => expect(worstModel(modelHealths(models, RANGE))).toBe(worst));
});

describe(healthState.name, () => {
  it.each([
    { averageDriftPct: null, llmMeanLatencyMs: null, state: 'no_data' },
    { averageDriftPct: 0, llmMeanLatencyMs: null, state: 'measured' },
    { averageDriftPct: null, llmMeanLatencyMs: 0, state: 'measured' },
  ])('is $state with $averageDriftPct and $llmMeanLatencyMs', ({ state, ...details }) => {
    expect(healthState(details)).toBe(state);
  });
});
