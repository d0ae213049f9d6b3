import { isTrue } from '../expressions/values.js';
import { compileExpression } from './expression.js';

/** A filter's `$expr` as a predicate on raw documents. */
export function expressionPredicate(expression: unknown): (buf: Buffer, at: number) => boolean {
  const evaluate = compileExpression(expression);
  return (buf, at) => isTrue(evaluate(buf.subarray(at, at + buf.readInt32LE(at))));
}
