import { compileExpression } from '../aggregate/expression.js';
import { type Doc, encode, getField, isPlainObject } from '../bson/bson.js';
import { MongoError, unsupported } from '../errors.js';
import { documentOption } from './options.js';

/** The variables that a command declares in `let`, by name. */
export type Variables = ReadonlyMap<string, unknown>;

const NOTHING = encode({});

/** Evaluates a command's `let`. @throws MongoError where it isn't a document of constant expressions */
export function variablesOf(body: Doc): Variables {
  const declared = Object.entries(documentOption(body, 'let'));
  return new Map(
    declared.map(([name, expression]) => {
      if (!/^[a-z][A-Za-z0-9_]*$/.test(name)) throw new MongoError(9, `'${name}' is no valid name of a variable`);
      return [name, compileExpression(expression)(NOTHING)];
    }),
  );
}

/** Puts the variables' values into the expressions of a filter. @returns the filter itself where there are none */
export function bindFilter(filter: Doc, variables: Variables): Doc {
  if (variables.size === 0) return filter;
  return mapFields(filter, (value, name) => {
    if (name === '$expr') return bindExpression(value, variables);
    if (!Array.isArray(value) || (name !== '$and' && name !== '$or' && name !== '$nor')) return value;
    return value.map((branch) => (isPlainObject(branch) ? bindFilter(branch, variables) : branch));
  });
}

/** Puts the variables' values into a pipeline, of an aggregate or an update. */
export function bindPipeline(stages: readonly unknown[], variables: Variables): unknown[] {
  if (variables.size === 0) return [...stages];
  return stages.map((stage) =>
    isPlainObject(stage) ? mapFields(stage, (operand, name) => bindStage(name, operand, variables)) : stage,
  );
}

function bindStage(name: string, operand: unknown, variables: Variables): unknown {
  if (!isPlainObject(operand)) return bindExpression(operand, variables);
  if (name === '$match') return bindFilter(operand, variables);
  if (name !== '$facet') return bindExpression(operand, variables);
  return mapFields(operand, (stages) => (Array.isArray(stages) ? bindPipeline(stages, variables) : stages));
}

/** Puts the variables' values into an expression, or a document of expressions. */
export function bindExpression(expression: unknown, variables: Variables): unknown {
  if (variables.size === 0) return expression;
  if (typeof expression === 'string') return expression.startsWith('$$') ? valueOf(expression, variables) : expression;
  if (Array.isArray(expression)) return expression.map((item) => bindExpression(item, variables));
  if (!isPlainObject(expression)) return expression;
  checkShadows(expression, variables);
  return mapFields(expression, (operand, name) => (name === '$literal' ? operand : bindExpression(operand, variables)));
}

function valueOf(text: string, variables: Variables): unknown {
  const [name = '', ...path] = text.slice(2).split('.');
  if (!variables.has(name)) return text;
  const value = path.reduce(
    (inner, field) => (isPlainObject(inner) ? getField(inner, field) : undefined),
    variables.get(name),
  );
  if (value === undefined) throw unsupported(`The variable ${text}, which has no value,`);
  return { $literal: value };
}

/** An operator may declare variables of its own (`$let`, `$map`, `$filter`): those of the command must not be taken for them. */
function checkShadows(expression: Doc, variables: Variables): void {
  const { vars, as } = expression;
  const own = [
    ...(isPlainObject(vars) ? Object.keys(vars) : []),
    ...(typeof as === 'string' ? [as] : []),
    'this',
    'value',
  ];
  const twice = own.find((name) => variables.has(name));
  if (twice !== undefined) throw unsupported(`The variable ${twice}, whose name an operator uses too,`);
}

function mapFields(doc: Doc, map: (value: unknown, name: string) => unknown): Doc {
  return Object.fromEntries(Object.entries(doc).map(([name, value]) => [name, map(value, name)]));
}
