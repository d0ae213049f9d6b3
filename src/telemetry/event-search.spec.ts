import { describe, expect, it } from 'vitest';
import { conditionsOf, indexedPart, indexOf, isIndexed } from './event-search.js';

const [from, to] = [new Date(1000), new Date(2000)];

describe('a search', () => {
  it.each([
    { what: 'nothing', search: {}, conditions: {} },
    { what: 'a model', search: { modelName: 'a' }, conditions: { model_name: { $eq: 'a' } } },
    {
      what: 'how a name begins',
      search: { modelPrefix: 'a.*' },
      conditions: { model_name: { $gte: 'a.*', $lt: 'a.*\u{10ffff}' } },
    },
    { what: 'a beginning of no characters', search: { modelPrefix: '' }, conditions: {} },
    {
      what: 'both',
      search: { modelName: 'ab', modelPrefix: 'a' },
      conditions: { model_name: { $eq: 'ab', $gte: 'a', $lt: 'a\u{10ffff}' } },
    },
    { what: 'a label', search: { label: 'risky' as const }, conditions: { riskLabel: 'risky' } },
    { what: 'a flag', search: { flag: 'long_prompt' }, conditions: { flags: 'long_prompt' } },
    { what: 'a score of 0', search: { minScore: 0 }, conditions: { riskScore: { $gte: 0 } } },
    { what: 'a beginning', search: { from }, conditions: { timestamp: { $gte: from } } },
    { what: 'a span', search: { from, to }, conditions: { timestamp: { $gte: from, $lt: to } } },
  ])('for $what asks so', ({ search, conditions }) => expect(conditionsOf(search)).toEqual(conditions));

  it.each([
    { what: 'nothing', search: {}, index: ['organization_id', 'timestamp'] },
    {
      what: 'normal events',
      search: { label: 'normal' as const },
      index: ['organization_id', 'riskLabel', 'timestamp'],
    },
    {
      what: 'risky events',
      search: { label: 'risky' as const },
      index: ['organization_id', 'riskLabel', 'timestamp'],
    },
    {
      what: 'suspicious events of a model',
      search: { label: 'suspicious' as const, modelName: 'a' },
      index: ['organization_id', 'riskLabel', 'timestamp'],
    },
    { what: 'a model', search: { modelName: 'a' }, index: ['organization_id', 'model_name', 'timestamp'] },
    { what: 'a flag', search: { flag: 'a' }, index: ['organization_id', 'timestamp'] },
  ])('for $what walks an index in the order of time', ({ search, index }) => {
    expect(Object.keys(indexOf(search))).toEqual(index);
  });

  it.each([
    { what: 'nothing', search: { from, to }, part: { from, to }, isAll: true },
    { what: 'a model', search: { modelName: 'a', to }, part: { modelName: 'a', to }, isAll: true },
    { what: 'a label', search: { label: 'risky' as const }, part: { label: 'risky' }, isAll: true },
    {
      what: 'a label of a model',
      search: { label: 'risky' as const, modelName: 'a' },
      part: { label: 'risky' },
      isAll: false,
    },
    { what: 'a flag', search: { flag: 'a' }, part: {}, isAll: false },
    { what: 'a score of 0', search: { minScore: 0 }, part: {}, isAll: false },
    { what: 'a beginning', search: { modelPrefix: 'a' }, part: {}, isAll: false },
    { what: 'a beginning of no characters', search: { modelPrefix: '' }, part: {}, isAll: true },
  ])('for $what is answered by its index as far as that goes', ({ search, part, isAll }) => {
    expect(indexedPart(search)).toEqual(part);
    expect(isIndexed(search)).toBe(isAll);
  });
});
