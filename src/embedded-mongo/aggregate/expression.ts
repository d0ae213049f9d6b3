import { bsonTypeOf, decodeTyped, type Doc, isPlainObject, setField } from '../bson/bson.js';
import { decodeValue } from '../bson/element-value.js';
import { typedNumber } from '../bson/number.js';
import { type FieldPath, fieldPath, resolvePath } from '../bson/path.js';
import { MongoError, unsupported } from '../errors.js';
import { compileOperator } from '../expressions/operators.js';
import { type Compile, type Expression, type Names, valueAt, variable } from '../expressions/scope.js';
import { compileLogic } from './logic-expression.js';
import { boxed, compileNumeric, plainPath } from './numeric-expression.js';

const NO_NAMES: Names = new Set();

/** Compiles an expression. Arithmetic over numbers has a short way that makes no objects; all other operators, and whatever it
 * doesn't compute, go the general one.
 * @param expression decoded with BSON classes
 * @param names of variables that are declared around it
 * @throws MongoError for an operator that is left to MongoDB, and for operands that no document fits */
export function compileExpression(expression: unknown, names: Names = NO_NAMES): Expression {
  const path = plainPath(expression);
  if (path !== undefined) return pathExpression(path);
  if (typeof expression === 'string' && expression.startsWith('$$')) return variableExpression(expression, names);
  if (isConstant(expression)) {
    const constant = typeof expression === 'number' ? typedNumber(expression) : expression;
    return () => constant;
  }
  const compile: Compile = (inner, more = []) =>
    compileExpression(inner, more.length === 0 ? names : new Set([...names, ...more]));
  if (Array.isArray(expression)) return listExpression(expression.map((item) => compile(item)));
  if (!isPlainObject(expression)) throw new MongoError(2, `This is no expression: ${typeof expression}`);
  const [operator, ...others] = Object.keys(expression);
  if (operator === undefined || !operator.startsWith('$')) return documentExpression(expression, compile);
  if (others.length > 0) {
    throw new MongoError(15983, `An object representing an expression must have exactly one field: ${operator}`);
  }
  return operatorExpression(operator, expression, compile);
}

function operatorExpression(operator: string, expression: Doc, compile: Compile): Expression {
  const operand = expression[operator];
  if (operator === '$literal') return () => operand;
  const general = compileLogic(operator, operand, compile) ?? compileOperator(operator, operand, compile);
  const numeric = compileNumeric(expression);
  if (numeric === undefined) return general;
  return (raw, scope) => {
    const value = numeric.of(raw);
    return Number.isNaN(value) ? general(raw, scope) : boxed(value, numeric.type);
  };
}

/** Whether an expression has the same value for every document. */
export function isConstant(expression: unknown): boolean {
  if (typeof expression === 'string') return !expression.startsWith('$');
  if (typeof expression !== 'object' || expression === null) return true;
  return expression instanceof Date || bsonTypeOf(expression) !== undefined;
}

function pathExpression(path: FieldPath): Expression {
  const root = fieldPath(path.root);
  const within = path.text.split('.').slice(1);
  return (raw) => {
    const found = resolvePath(raw, path);
    if (found === undefined) return undefined;
    if (found !== 'array') return decodeValue(raw, found.type, found.value);
    const start = resolvePath(raw, root);
    if (start === undefined || start === 'array') return undefined;
    return valueAt(decodeValue(raw, start.type, start.value), within);
  };
}

/** `$$name.path`: of the document, of nothing, of the time, or of a variable that was declared. */
function variableExpression(text: string, names: Names): Expression {
  const [name = '', ...path] = text.slice(2).split('.');
  if (name === 'ROOT' || name === 'CURRENT') {
    return path.length === 0 ? decodeTyped : pathExpression(fieldPath(path.join('.')));
  }
  if (name === 'REMOVE') return () => undefined;
  if (name === 'NOW') {
    const now = new Date();
    return () => valueAt(now, path);
  }
  if (/^[A-Z]/.test(name)) throw unsupported(`The variable $$${name}`);
  if (!names.has(name)) throw new MongoError(17276, `Use of undefined variable: ${name}`);
  return (_, scope) => valueAt(variable(scope, name), path);
}

/** What is missing is null within an array. */
function listExpression(items: readonly Expression[]): Expression {
  return (raw, scope) => items.map((evaluate) => evaluate(raw, scope) ?? null);
}

function documentExpression(fields: Doc, compile: Compile): Expression {
  const compiled = Object.entries(fields).map(([name, field]) => ({ name, evaluate: compile(field) }));
  return (raw, scope) => {
    const doc: Doc = {};
    for (const { name, evaluate } of compiled) {
      const value = evaluate(raw, scope);
      if (value !== undefined) setField(doc, name, value);
    }
    return doc;
  };
}
