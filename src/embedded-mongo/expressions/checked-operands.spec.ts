import { describe, expect, it } from 'vitest';
import { decodeTyped, deserialize, encode } from '../bson/bson.js';
import { compileExpression } from '../aggregate/expression.js';
import { compileOperator } from './operators.js';

const DOC = encode({ n: 7, d: -7.5, nothing: null, yes: true, list: ['A'], sub: { a: 1 }, text: 'aB' });

function evaluated(expression: object): unknown {
  const value = compileExpression(decodeTyped(encode({ expression }))['expression'])(DOC);
  return deserialize(encode({ value }))['value'];
}

describe(compileOperator.name, () => {
  it.each([
    { expression: { $mod: ['$missing', 2] }, is: null },
    { expression: { $mod: ['$n', '$nothing'] }, is: null },
    { expression: { $mod: ['$n', 4] }, is: 3 },
    { expression: { $add: [1, { $mod: ['$missing', 2] }] }, is: null },
    { expression: { $size: '$list' }, is: 1 },
    { expression: { $max: ['$missing', '$text'] }, is: 'aB' },
    { expression: { $max: ['$text', '$nothing', '$yes'] }, is: true },
    { expression: { $max: ['$missing', '$nothing'] }, is: null },
    { expression: { $max: ['$list'] }, is: 'A' },
    { expression: { $min: ['$list', '$text', '$missing'] }, is: 'aB' },
    { expression: { $toLower: '$text' }, is: 'ab' },
    { expression: { $toUpper: '$missing' }, is: '' },
    { expression: { $toLower: ['$n'] }, is: '7' },
  ])('lets $expression be $is', ({ expression, is }) => expect(evaluated(expression)).toBe(is));

  it.each([
    { expression: { $toLower: '$yes' }, code: 16007 },
    { expression: { $toUpper: '$list' }, code: 16007 },
    { expression: { $toLower: '$sub' }, code: 16007 },
    { expression: { $size: '$missing' }, code: 17124 },
    { expression: { $max: [1, { $size: '$nothing' }] }, code: 17124 },
  ])('refuses $expression', ({ expression, code }) =>
    expect(() => evaluated(expression)).toThrow(expect.objectContaining({ code }) as Error),
  );
});
