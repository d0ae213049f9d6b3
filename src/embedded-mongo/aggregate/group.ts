import { type Doc, encode, isPlainObject } from '../bson/bson.js';
import { resolvePath } from '../bson/path.js';
import { MongoError } from '../errors.js';
import { KeyWriter } from '../keys/key-writer.js';
import { writeDouble } from '../keys/number-key.js';
import { TAG, writeRawValue, writeValue } from '../keys/value-key.js';
import { documentOf } from '../expressions/values.js';
import { type Accumulator, compileAccumulator } from './accumulators.js';
import { compileExpression, isConstant } from './expression.js';
import { compileNumeric, plainPath } from './numeric-expression.js';
import type { Stage } from './stage.js';

interface Group {
  readonly id: unknown;
  readonly accumulators: readonly Accumulator[];
}

/** A streaming `$group`: holds one entry a group, never the documents.
 * @param spec the stage's document
 * @throws MongoError for a malformed or unsupported one */
export function groupStage(spec: Doc): Stage {
  if (!('_id' in spec)) throw new MongoError(15955, 'a group specification must include an _id');
  const fields = Object.entries(spec).filter(([name]) => name !== '_id');
  const dotted = fields.find(([name]) => name.includes('.') || name.startsWith('$'));
  if (dotted !== undefined)
    throw new MongoError(40235, `The field name '${dotted[0]}' cannot contain '.' or start with '$'`);
  const compiled = fields.map(([name, accumulator]) => ({ name, make: compileAccumulator(name, accumulator) }));
  const identify = groupIdentity(spec['_id']);
  return function* group(docs) {
    const groups = new Map<string, Group>();
    for (const raw of docs) {
      const { key, id } = identify(raw);
      let found = groups.get(key);
      if (found === undefined)
        groups.set(key, (found = { id: id(), accumulators: compiled.map(({ make }) => make()) }));
      for (const accumulator of found.accumulators) accumulator.add(raw);
    }
    for (const { id, accumulators } of groups.values()) {
      const results = accumulators.map((accumulator, at) => [compiled[at]?.name ?? '', accumulator.result()]);
      yield encode(Object.fromEntries([['_id', id], ...results]) as Doc);
    }
  };
}

/** Finds a document's group. The id itself is decoded once a group only. */
type Identify = (raw: Buffer) => { key: string; id: () => unknown };

function groupIdentity(expression: unknown): Identify {
  if (isConstant(expression)) return () => ({ key: '', id: () => expression ?? null });
  const fields = fieldsOf(expression);
  const parts = fields ?? [['', expression]];
  // A document of one field is a group by that field's value: there, what is missing is null.
  const missing = parts.length === 1 ? TAG.null : ABSENT;
  const writers = parts.map(([, part]) => partWriter(part, missing));
  const valuesOf = parts.map(([name, part]) => ({ name, evaluate: compileExpression(part) }));
  const idOf = (raw: Buffer): unknown => {
    const values = valuesOf.map(({ name, evaluate }) => [name, evaluate(raw)] as const);
    if (fields === undefined) return values[0]?.[1] ?? null;
    return documentOf(values.length === 1 ? values.map(([name, value]) => [name, value ?? null]) : values);
  };
  const writer = new KeyWriter();
  return (raw) => {
    writer.reset();
    for (const write of writers) write(writer, raw);
    return { key: writer.bytes.toString('latin1', 0, writer.length), id: () => idOf(raw) };
  };
}

/** The fields of an id that is a document; undefined for any other. */
function fieldsOf(expression: unknown): [string, unknown][] | undefined {
  if (!isPlainObject(expression) || Object.keys(expression).some((name) => name.startsWith('$'))) return undefined;
  return Object.entries(expression);
}

/** Stands for a missing field of an id of several: no key begins with it. */
const ABSENT = 0;

/** Writes what the documents of a group agree in, or a part of it. @param missing what to write where there is no value */
function partWriter(expression: unknown, missing: number): (writer: KeyWriter, raw: Buffer) => void {
  const evaluate = compileExpression(expression);
  const path = plainPath(expression);
  const numeric = path === undefined ? compileNumeric(expression) : undefined;
  return (writer, raw) => {
    const number = numeric === undefined ? NaN : numeric.of(raw);
    if (!Number.isNaN(number)) {
      writer.byte(TAG.number);
      return writeDouble(writer, number);
    }
    const found = path === undefined ? 'array' : resolvePath(raw, path);
    if (found !== 'array' && found !== undefined) return writeRawValue(writer, raw, found.type, found.value);
    const value = found === 'array' ? evaluate(raw) : undefined;
    if (value === undefined) writer.byte(missing);
    else writeValue(writer, value);
  };
}
