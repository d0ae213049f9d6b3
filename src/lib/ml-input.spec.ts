import { describe, expect, it } from 'vitest';
import { featuresOf, isNumber, probabilitiesOf } from './ml-input.js';

describe(featuresOf.name, () => {
  const features = { amount: 5 };
  it.each([
    { what: 'those named so', inputData: { features, id: 7 }, of: features },
    { what: 'all of the input, where none are named', inputData: features, of: features },
    { what: 'all of the input, where it is a list', inputData: { features: [5] }, of: { features: [5] } },
    { what: 'all of the input, where it is null', inputData: { features: null }, of: { features: null } },
  ])('are $what', ({ inputData, of }) => expect(featuresOf(inputData)).toEqual(of));
});

describe(probabilitiesOf.name, () => {
  it.each([
    { what: 'of a list', inputData: { probabilities: [0.1, 'b'] }, of: [0.1, 'b'] },
    { what: 'of a map', inputData: { probabilities: { yes: 0.9, no: null } }, of: [0.9, null] },
    { what: 'of a number are none', inputData: { probabilities: 0.9 }, of: [] },
    { what: 'of nothing are none', inputData: {}, of: [] },
    { what: 'among features are none', inputData: { features: { probabilities: [1] } }, of: [] },
  ])('$what', ({ inputData, of }) => expect(probabilitiesOf(inputData)).toEqual(of));
});

describe(isNumber.name, () => {
  it.each([
    { value: 0, is: true },
    { value: -Infinity, is: true },
    { value: Number.NaN, is: false },
    { value: true, is: false },
    { value: '5', is: false },
  ])('of $value is $is', ({ value, is }) => expect(isNumber(value)).toBe(is));
});
