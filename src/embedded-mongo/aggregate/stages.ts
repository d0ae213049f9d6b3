import { decodeTyped, type Doc, encode, Int32, isPlainObject, Long, T, numberOf } from '../bson/bson.js';
import { decodeValue } from '../bson/element-value.js';
import { fieldPath, resolvePath } from '../bson/path.js';
import { ElementCursor } from '../bson/raw.js';
import { MongoError, unsupported } from '../errors.js';
import { parseFilter } from '../query/filter.js';
import { compileFilter } from '../query/matcher.js';
import { compileProjection, flattenFields } from '../query/projection.js';
import { parseSort, sortDocuments } from '../query/sort.js';
import { EditableDocument, removal } from '../update/editable-document.js';
import { setComputed } from './computed-field.js';
import { compileExpression } from './expression.js';
import { groupStage } from './group.js';
import type { Stage } from './stage.js';

/** Compiles the stages of a pipeline. @throws MongoError for a stage that is left to MongoDB */
export function compileStages(pipeline: readonly Doc[]): Stage {
  const stages = pipeline.map((stage, at) => compileStage(stage, pipeline[at + 1]));
  return (docs) => stages.reduce<Iterable<Buffer>>((stream, stage) => stage(stream), docs);
}

/** The name and the operand of a stage. @throws MongoError where it isn't exactly one */
export function stageEntry(stage: unknown): [string, unknown] {
  const entries = isPlainObject(stage) ? Object.entries(stage) : [];
  const [entry] = entries;
  if (entry === undefined || entries.length !== 1) {
    throw new MongoError(40323, 'A pipeline stage specification object must contain exactly one field.');
  }
  return entry;
}

function compileStage(stage: Doc, next: Doc | undefined): Stage {
  const [name, operand] = stageEntry(stage);
  switch (name) {
    case '$match':
      return matchStage(documentOf(name, operand));
    case '$project':
      return mapStage(compileProjection(nonEmpty(name, documentOf(name, operand))));
    case '$addFields':
    case '$set':
      return addFieldsStage(documentOf(name, operand));
    case '$unset':
      return unsetStage(operand);
    case '$group':
      return groupStage(documentOf(name, operand));
    case '$sort':
      return sortStage(documentOf(name, operand), next);
    case '$limit':
    case '$skip':
      return sliceStage(name, operand);
    case '$count':
      return countStage(String(operand));
    default:
      return compileReshaping(name, operand);
  }
}

function compileReshaping(name: string, operand: unknown): Stage {
  switch (name) {
    case '$unwind':
      return unwindStage(operand);
    case '$replaceRoot':
      return replaceRootStage(documentOf(name, operand)['newRoot']);
    case '$replaceWith':
      return replaceRootStage(operand);
    case '$facet':
      return facetStage(documentOf(name, operand));
    default:
      throw unsupported(`The pipeline stage ${name}`);
  }
}

function documentOf(name: string, operand: unknown): Doc {
  if (isPlainObject(operand)) return operand;
  throw new MongoError(15959, `the ${name} stage's specification must be an object`);
}

function nonEmpty(name: string, spec: Doc): Doc {
  if (Object.keys(spec).length > 0) return spec;
  throw new MongoError(51272, `${name} specification must have at least one field`);
}

function mapStage(map: (raw: Buffer) => Buffer): Stage {
  return function* mapped(docs) {
    for (const raw of docs) yield map(raw);
  };
}

function matchStage(filter: Doc): Stage {
  const matches = compileFilter(parseFilter(filter));
  return function* matching(docs) {
    for (const raw of docs) if (matches(raw, 0)) yield raw;
  };
}

function addFieldsStage(spec: Doc): Stage {
  const fields = flattenFields(Object.entries(spec)).map(([path, value]) => ({
    parts: path.split('.'),
    evaluate: compileExpression(value),
  }));
  return mapStage((raw) => {
    const editable = new EditableDocument(raw);
    for (const { parts, evaluate } of fields) setComputed(editable, parts, evaluate(raw));
    return editable.toRaw();
  });
}

function unsetStage(operand: unknown): Stage {
  const paths = (Array.isArray(operand) ? operand : [operand]).map(String);
  return mapStage(compileProjection(Object.fromEntries(paths.map((path) => [path, 0]))));
}

function sortStage(spec: Doc, next: Doc | undefined): Stage {
  const sort = parseSort(nonEmpty('$sort', spec));
  const limit = next?.['$limit'] === undefined ? Infinity : Number(next['$limit']);
  return (docs) => sortDocuments(docs, sort, limit);
}

function sliceStage(name: '$limit' | '$skip', operand: unknown): Stage {
  const count = countOf(name, operand);
  return function* slice(docs) {
    let at = 0;
    for (const raw of docs) {
      if (name === '$skip' ? at >= count : at < count) yield raw;
      if (++at >= count && name === '$limit') return;
    }
  };
}

/** The operand of `$limit` or `$skip`. @throws MongoError where it isn't a whole number >= 0 (>= 1 for `$limit`) */
export function countOf(name: '$limit' | '$skip', operand: unknown): number {
  const count = typeof operand === 'object' || typeof operand === 'number' ? numberOf(operand) : NaN;
  if (!Number.isInteger(count) || count < (name === '$limit' ? 1 : 0)) {
    throw new MongoError(15958, `the ${name} must be a ${name === '$limit' ? 'positive' : 'non-negative'} integer`);
  }
  return count;
}

function countStage(field: string): Stage {
  if (field === '' || field.startsWith('$') || field.includes('.')) {
    throw new MongoError(40156, 'the count field must be a non-empty name without $ and .');
  }
  return function* count(docs) {
    let total = 0;
    for (const _ of docs) total++;
    if (total > 0) yield encode({ [field]: new Int32(total) });
  };
}

function unwindStage(operand: unknown): Stage {
  const options = isPlainObject(operand) ? operand : { path: operand };
  const text = String(options['path']);
  if (!text.startsWith('$')) throw new MongoError(28818, `path option to $unwind stage should be prefixed with a '$'`);
  const path = fieldPath(text.slice(1));
  const parts = text.slice(1).split('.');
  const keepsEmpty = options['preserveNullAndEmptyArrays'] === true;
  const indexField = options['includeArrayIndex'];
  const withItem = (raw: Buffer, value: unknown, index: number | null): Buffer => {
    const editable = new EditableDocument(raw);
    editable.change(parts, value === undefined ? removal() : () => value);
    if (typeof indexField === 'string') {
      editable.change(indexField.split('.'), () => (index === null ? null : Long.fromNumber(index)));
    }
    return editable.toRaw();
  };
  return function* unwind(docs) {
    for (const raw of docs) {
      const found = resolvePath(raw, path);
      if (found === undefined || found === 'array' || found.type === T.null) {
        if (keepsEmpty) yield withItem(raw, found === undefined || found === 'array' ? undefined : null, null);
      } else if (found.type !== T.array) yield withItem(raw, decodeValue(raw, found.type, found.value), null);
      else yield* unwound(raw, found.value);
    }
  };
  function* unwound(raw: Buffer, at: number): Generator<Buffer, void> {
    const items = new ElementCursor(raw, at);
    let index = 0;
    while (items.next()) yield withItem(raw, decodeValue(raw, items.type, items.value), index++);
    if (index === 0 && keepsEmpty) yield withItem(raw, undefined, null);
  }
}

function replaceRootStage(expression: unknown): Stage {
  const evaluate = compileExpression(expression);
  return mapStage((raw) => {
    const root = evaluate(raw);
    if (!isPlainObject(root)) throw new MongoError(40228, "'newRoot' expression must evaluate to an object");
    return encode(root);
  });
}

function facetStage(spec: Doc): Stage {
  const facets = Object.entries(nonEmpty('$facet', spec)).map(([name, pipeline]) => {
    if (!Array.isArray(pipeline)) throw new MongoError(40170, `arguments to $facet must be arrays, ${name} is not`);
    return { name, run: compileStages(pipeline as Doc[]) };
  });
  return function* facet(docs) {
    const all = [...docs];
    yield encode(Object.fromEntries(facets.map(({ name, run }) => [name, [...run(all)].map(decodeTyped)])));
  };
}
