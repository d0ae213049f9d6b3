import type { Type } from '@nestjs/common';
import { isJsonObject } from '../../lib/json-object.js';
import { type Fault, ValidationFailed } from '../errors/app-error.js';

const FIELDS = Symbol('FIELDS');

/** A field of a request body: its name, and the class of its items where it is a list of objects. */
export interface Field {
  readonly name: string;
  readonly items: (() => Type<object>) | undefined;
}

/** An instance, and what in the source was no object where one belongs. */
export interface Instantiated<T> {
  readonly instance: T;
  readonly faults: readonly Fault[];
}

/** Remembers that a class has a field. Called by the field decorators. */
export function registerField(target: object, name: string, items?: () => Type<object>): void {
  Reflect.defineMetadata(FIELDS, [...fieldsOf(target), { name, items }], target);
}

/** Takes the known fields of a parsed JSON object into an instance of its class. It neither looks into values nor copies
 * them, so depth and keys like `__proto__` do no harm here; other keys are left behind.
 * @param type a class with field decorators
 * @param source what JSON.parse made
 * @param maxItems longest list of objects that is taken
 * @throws ValidationFailed where a list is longer */
export function instantiate<T extends object>(
  type: Type<T>,
  source: Record<string, unknown>,
  maxItems: number,
): Instantiated<T> {
  const instance = new type();
  const faults: Fault[] = [];
  for (const { name, items } of fieldsOf(type.prototype)) {
    if (!Object.hasOwn(source, name)) continue;
    const value = source[name];
    const isList = items !== undefined && Array.isArray(value);
    Reflect.set(instance, name, isList ? itemsOf(value, { name, type: items(), maxItems, faults }) : value);
  }
  return { instance, faults };
}

interface List {
  readonly name: string;
  readonly type: Type<object>;
  readonly maxItems: number;
  /** Where faults are noted. */
  readonly faults: Fault[];
}

/** An item that is no object becomes null, which the validator passes over; its fault is noted. */
function itemsOf(values: readonly unknown[], { name, type, maxItems, faults }: List): (object | null)[] {
  if (values.length > maxItems) {
    const msg = `must have at most ${maxItems} items`;
    throw new ValidationFailed([{ loc: ['body', name], code: 'too_many_items', msg }]);
  }
  return values.map((value, index) => {
    if (isJsonObject(value)) return instantiate(type, value, maxItems).instance;
    faults.push({ loc: ['body', name, index], code: 'is_object', msg: 'must be a JSON object' });
    return null;
  });
}

/** The fields of a request body.
 * @param target its class' prototype */
export function fieldsOf(target: object): readonly Field[] {
  return Reflect.getMetadata(FIELDS, target) ?? [];
}
