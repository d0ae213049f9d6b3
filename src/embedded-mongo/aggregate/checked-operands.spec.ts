import { describe, expect, it } from 'vitest';
import { decodeTyped, encode } from '../bson/bson.js';
import { operandCheck } from './checked-operands.js';
import { compileExpression } from './expression.js';

const DOC = encode({ n: 7, d: -7.5, nothing: null, yes: true, list: ['A'], sub: { a: 1 }, text: 'aB' });

function evaluated(expression: object): unknown {
  return compileExpression(decodeTyped(encode({ expression }))['expression'])(DOC);
}

describe(operandCheck.name, () => {
  it.each([
    { expression: { $mod: ['$missing', 2] }, is: null },
    { expression: { $mod: ['$n', '$nothing'] }, is: null },
    { expression: { $mod: ['$n', 4] }, is: 3 },
    { expression: { $toLower: '$text' }, is: 'ab' },
    { expression: { $toUpper: '$missing' }, is: '' },
    { expression: { $toLower: ['$n'] }, is: '7' },
  ])('lets $expression be $is', ({ expression, is }) => expect(evaluated(expression)).toBe(is));

  it.each([
    { expression: { $toLower: '$yes' } },
    { expression: { $toUpper: '$list' } },
    { expression: { $toLower: '$sub' } },
  ])('refuses $expression', ({ expression }) =>
    expect(() => evaluated(expression)).toThrow(expect.objectContaining({ code: 16007 }) as Error),
  );
});
