import type { ArgumentMetadata, Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { isJsonObject } from '../../lib/json-object.js';
import { type Fault, ValidationFailed } from '../errors/app-error.js';
import { itemIndexOf, noteItemFaults, toleratesFaultyItems } from '../errors/item-faults.js';
import { type Instantiated, instantiate, type Reading } from './instantiate.js';

/** Validates with class-validator's own walk, which is slow and says what is wrong.
 * @param metatype the DTO
 * @param how a body is read
 * @returns an instance of the DTO, perhaps with faults noted where it tolerates faulty items
 * @throws ValidationFailed naming every faulty field */
export function walked(
  value: unknown,
  { type, metatype }: { readonly type: ArgumentMetadata['type']; readonly metatype: Type<object> },
  how: Reading,
): object {
  const made = type === 'body' ? fromBody(metatype, value, how) : fromText(metatype, value);
  const root = type === 'param' ? 'path' : type;
  const found = validateSync(made.instance, WALK).flatMap((error) => faultsOf(error, [root]));
  return judged(metatype, made, found);
}

/** How class-validator is asked. */
export const WALK = { forbidUnknownValues: true, stopAtFirstError: true } as const;

/** Decides what becomes of an instance.
 * @param made the instance, and what in its source was no object
 * @param found what class-validator has found
 * @returns the instance, perhaps with faults noted where its class tolerates faulty items
 * @throws ValidationFailed naming every faulty field */
export function judged(
  metatype: Type<object>,
  { instance, faults, unknown }: Instantiated<object>,
  found: readonly Fault[],
): object {
  const noObjects = new Set(faults.map(itemIndexOf));
  const all = [...faults, ...unknown, ...found.filter((fault) => !noObjects.has(itemIndexOf(fault)))];
  if (all.length === 0) return instance;
  if (!toleratesFaultyItems(metatype) || all.some((fault) => itemIndexOf(fault) === null))
    throw new ValidationFailed(all);
  noteItemFaults(instance, all);
  return instance;
}

function fromBody(metatype: Type<object>, body: unknown, how: Reading): Instantiated<object> {
  if (!isJsonObject(body)) {
    throw new ValidationFailed([{ loc: ['body'], code: 'is_object', msg: 'must be a JSON object' }]);
  }
  return instantiate(metatype, body, how);
}

function fromText(metatype: Type<object>, value: unknown): Instantiated<object> {
  return { instance: plainToInstance(metatype, value), faults: [], unknown: [] };
}

/** @param parents the place of what the error is about
 * @returns the faults that an error of class-validator's tells of */
export function faultsOf(error: ValidationError, parents: readonly (string | number)[]): Fault[] {
  const loc = [...parents, /^\d+$/.test(error.property) ? Number(error.property) : error.property];
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
    loc,
    code: rule.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`),
    msg: withoutSubject(message, error.property),
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, loc))];
}

/** `loc` says already which field it is. */
function withoutSubject(message: string, field: string): string {
  return message.startsWith(`${field} `) ? message.slice(field.length + 1) : message;
}
