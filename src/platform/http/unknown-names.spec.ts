import { describe, expect, it } from 'vitest';
import { nearestName, unknownKey, unknownParameter } from './unknown-names.js';

const QUERY = ['from', 'to', 'model', 'model_prefix', 'label', 'flag', 'min_score', 'limit', 'cursor'];
const POLICY = ['policy', 'masking'];

describe(nearestName.name, () => {
  it.each([
    { name: 'labels', known: QUERY, nearest: 'label' },
    { name: 'lable', known: QUERY, nearest: 'label' },
    { name: 'Label', known: QUERY, nearest: 'label' },
    { name: 'LIMIT', known: QUERY, nearest: 'limit' },
    { name: 'frm', known: QUERY, nearest: 'from' },
    { name: 'minScore', known: QUERY, nearest: 'min_score' },
    { name: 'min-score', known: QUERY, nearest: 'min_score' },
    { name: 'label[]', known: QUERY, nearest: 'label' },
    { name: 'severty', known: ['type', 'severity'], nearest: 'severity' },
    { name: 'maskin', known: POLICY, nearest: 'masking' },
    { name: 'feature_stat', known: ['baseline_latency_ms', 'feature_stats'], nearest: 'feature_stats' },
    { name: 'respons', known: ['prompt', 'response', 'model_name'], nearest: 'response' },
    { name: 'search', known: QUERY, nearest: null },
    { name: 'page', known: QUERY, nearest: null },
    { name: 'x', known: QUERY, nearest: null },
    { name: 'q', known: ['to'], nearest: null },
    { name: '', known: QUERY, nearest: null },
    { name: '__proto__', known: QUERY, nearest: null },
    { name: 'label', known: [], nearest: null },
    { name: `label${'s'.repeat(10_000)}`, known: QUERY, nearest: null },
  ])('is $nearest for "$name"', ({ name, known, nearest }) => expect(nearestName(name, known)).toBe(nearest));
});

describe('a fault', () => {
  it('names the parameter and the nearest one', () =>
    expect(unknownParameter('labels', QUERY)).toEqual({
      loc: ['query', 'labels'],
      code: 'unknown_parameter',
      msg: 'is not known; did you mean "label"?',
    }));

  it('names the key where it stands', () =>
    expect(unknownKey('why', { parents: ['body', 'patterns', 0], known: ['name'] })).toEqual({
      loc: ['body', 'patterns', 0, 'why'],
      code: 'unknown_key',
      msg: 'is not known',
    }));
});
