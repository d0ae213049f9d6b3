import type { Type } from '@nestjs/common';
import { ValidationFailed } from '../errors/app-error.js';

const FIELDS = Symbol('FIELDS');

/** A field of a request body: its name, and the class of its items where it is a list of objects. */
interface Field {
  readonly name: string;
  readonly items: (() => Type<object>) | undefined;
}

/** Remembers that a class has a field. Called by the field decorators. */
export function registerField(target: object, name: string, items?: () => Type<object>): void {
  const known: readonly Field[] = Reflect.getMetadata(FIELDS, target) ?? [];
  Reflect.defineMetadata(FIELDS, [...known, { name, items }], target);
}

/** Whether a value is what a JSON object parses to. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Takes the known fields of a parsed JSON object into an instance of its class. It neither looks into values nor copies
 * them, so depth and keys like `__proto__` do no harm here; other keys are left behind.
 * @param type a class with field decorators
 * @param source what JSON.parse made
 * @param maxItems longest list of objects that is taken
 * @throws ValidationFailed where a list is longer or holds something else than objects */
export function instantiate<T extends object>(type: Type<T>, source: Record<string, unknown>, maxItems: number): T {
  const instance = new type();
  const fields: readonly Field[] = Reflect.getMetadata(FIELDS, type.prototype) ?? [];
  for (const { name, items } of fields) {
    if (!Object.hasOwn(source, name)) continue;
    const value = source[name];
    Reflect.set(
      instance,
      name,
      items && Array.isArray(value) ? itemsOf(value, { name, type: items(), maxItems }) : value,
    );
  }
  return instance;
}

function itemsOf(list: readonly unknown[], field: { name: string; type: Type<object>; maxItems: number }): unknown[] {
  if (list.length > field.maxItems) {
    throw new ValidationFailed([
      { loc: ['body', field.name], code: 'too_many_items', msg: `must have at most ${field.maxItems} items` },
    ]);
  }
  const faults = [...list.entries()].flatMap(([index, item]) =>
    isPlainObject(item) ? [] : [{ loc: ['body', field.name, index], code: 'is_object', msg: 'must be a JSON object' }],
  );
  if (faults.length > 0) throw new ValidationFailed(faults);
  return list.filter(isPlainObject).map((item) => instantiate(field.type, item, field.maxItems));
}
