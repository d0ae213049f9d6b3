import { bsonTypeOf, type Doc, isPlainObject, setField } from '../bson/bson.js';
import { decodeTyped } from '../bson/bson.js';
import { decodeValue } from '../bson/element-value.js';
import { type FieldPath, resolvePath } from '../bson/path.js';
import { decodeFields, fieldsRead } from './fields-read.js';
import { compileLogic } from './logic-expression.js';
import { compileNumeric, plainPath } from './numeric-expression.js';
import { compileWithMingo, decodePlain } from '../query/mingo-bridge.js';

/** Evaluates an expression on a raw document. `undefined` means: missing. Values keep their BSON classes where no
 * operator was at work on them. */
export type Expression = (raw: Buffer) => unknown;

/** Compiles an expression: field paths, constants, arithmetic, comparisons and documents of them by hand, the rest by mingo.
 * @param expression decoded with BSON classes
 * @throws MongoError for an operator that is left to MongoDB */
export function compileExpression(expression: unknown): Expression {
  const path = plainPath(expression);
  if (path !== undefined) return pathExpression(path, expression);
  if (expression === '$$ROOT' || expression === '$$CURRENT') return (raw) => decodeTyped(raw);
  if (isConstant(expression)) return () => expression;
  if (isPlainObject(expression)) {
    const [operator, ...others] = Object.keys(expression);
    if (operator === '$literal' && others.length === 0) return () => expression['$literal'];
    if (operator === undefined || !operator.startsWith('$')) return documentExpression(expression);
    const logic = others.length === 0 ? compileLogic(operator, expression[operator], compileExpression) : undefined;
    if (logic !== undefined) return logic;
  }
  const evaluate = generalExpression(expression);
  const numeric = compileNumeric(expression);
  if (numeric === undefined) return evaluate;
  return (raw) => {
    const value = numeric(raw);
    return Number.isNaN(value) ? evaluate(raw) : value;
  };
}

function generalExpression(expression: unknown): Expression {
  const evaluate = compileWithMingo(expression);
  const fields = fieldsRead(expression);
  if (fields === null) return (raw) => evaluate(decodePlain(raw));
  return (raw) => evaluate(decodeFields(raw, fields));
}

/** Whether an expression has the same value for every document. */
export function isConstant(expression: unknown): boolean {
  if (typeof expression === 'string') return !expression.startsWith('$');
  if (typeof expression !== 'object' || expression === null) return true;
  return expression instanceof Date || bsonTypeOf(expression) !== undefined;
}

function pathExpression(path: FieldPath, expression: unknown): Expression {
  let throughArray: Expression | undefined;
  return (raw) => {
    const found = resolvePath(raw, path);
    if (found === undefined) return undefined;
    if (found !== 'array') return decodeValue(raw, found.type, found.value);
    throughArray ??= arrayPath(expression);
    return throughArray(raw);
  };
}

function arrayPath(expression: unknown): Expression {
  const evaluate = compileWithMingo(expression);
  return (raw) => evaluate(decodePlain(raw));
}

function documentExpression(fields: Doc): Expression {
  const compiled = Object.entries(fields).map(([name, field]) => ({ name, evaluate: compileExpression(field) }));
  return (raw) => {
    const doc: Doc = {};
    for (const { name, evaluate } of compiled) {
      const value = evaluate(raw);
      if (value !== undefined) setField(doc, name, value);
    }
    return doc;
  };
}
