import { decodeTyped, type Doc, isPlainObject } from '../../../src/embedded-mongo/bson/bson.js';
import { EJSON } from 'bson';

/** An update as far as the proxy judges it: a statement of `update`, or a findAndModify. */
export interface UpdateStatement {
  readonly filter: Doc;
  readonly update: unknown;
  readonly isUpsert: boolean;
}

/** @param raw a statement of `update` */
export function updateStatement(raw: Buffer): UpdateStatement {
  const { q, u, upsert } = decodeTyped(raw);
  return { filter: isPlainObject(q) ? q : {}, update: u, isUpsert: upsert === true };
}

/** @param body of a findAndModify */
export function findAndModifyStatement(body: Doc): UpdateStatement {
  const { query, update, upsert } = body;
  return { filter: isPlainObject(query) ? query : {}, update, isUpsert: upsert === true };
}

/** @returns the fields that a filter holds to one value, top level and in `$and`; `$eq` too */
export function equalities(filter: Doc): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [name, value] of Object.entries(filter)) {
    if (name === '$and' && Array.isArray(value)) {
      for (const part of value) for (const [field, held] of equalities(part as Doc)) found.set(field, held);
    } else if (!name.startsWith('$')) {
      if (!isOperators(value)) found.set(name, value);
      else if ('$eq' in value) found.set(name, value['$eq']);
    }
  }
  return found;
}

/** @returns the fields of the document that an upsert would insert, as far as they follow from the statement */
export function fieldsOfNew({ filter, update }: UpdateStatement): Map<string, unknown> {
  const fields = equalities(filter);
  if (!isPlainObject(update)) return fields;
  for (const operator of ['$set', '$setOnInsert']) {
    const set = update[operator];
    if (isPlainObject(set)) for (const [name, value] of Object.entries(set)) fields.set(name, value);
  }
  return fields;
}

/** Names a document by the values of some of its fields; equal values give equal names. */
export function keyText(namespace: string, values: readonly unknown[]): string {
  return `${namespace} ${EJSON.stringify(values, { relaxed: false })}`;
}

function isOperators(value: unknown): value is Doc {
  return isPlainObject(value) && Object.keys(value).some((name) => name.startsWith('$'));
}
