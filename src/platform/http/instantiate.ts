import type { Type } from '@nestjs/common';
import { isJsonObject } from '../../lib/json-object.js';
import { type Fault, MAX_FAULTS, ValidationFailed } from '../errors/app-error.js';
import type { IgnoredNames } from './ignored-names.js';
import { ignoresUnknownNames } from './ignores-unknown-names.decorator.js';
import { unknownKey } from './unknown-names.js';

const FIELDS = Symbol('FIELDS');

/** A field of a request body: its name, and the class of its items where it is a list of objects. */
export interface Field {
  readonly name: string;
  readonly items: (() => Type<object>) | undefined;
}

/** How a body is read. */
export interface Reading {
  /** Longest list of objects that is taken. */
  readonly maxItems: number;
  /** Where unknown keys are noted, of classes that ignore them. */
  readonly ignored: IgnoredNames;
}

/** An instance, and what was wrong with the shape of its source. */
export interface Instantiated<T> {
  readonly instance: T;
  /** What was no object where one belongs. */
  readonly faults: readonly Fault[];
  /** Keys that aren't known, of classes that refuse them. */
  readonly unknown: readonly Fault[];
}

/** Remembers that a class has a field. Called by the field decorators. */
export function registerField(target: object, name: string, items?: () => Type<object>): void {
  Reflect.defineMetadata(FIELDS, [...fieldsOf(target), { name, items }], target);
}

/** Takes the known fields of a parsed JSON object into an instance of its class. It neither looks into values nor
 * copies them, so depth and keys like `__proto__` do no harm here; other keys are left behind, and named.
 * @param type a class with field decorators
 * @param source what JSON.parse made
 * @throws ValidationFailed where a list is too long, or as many keys aren't known as an answer names */
export function instantiate<T extends object>(
  type: Type<T>,
  source: Readonly<Record<string, unknown>>,
  how: Reading,
): Instantiated<T> {
  const place: Place = { ...how, loc: ['body'], faults: [], unknown: [] };
  return { instance: instanceOf(type, source, place), faults: place.faults, unknown: place.unknown };
}

/** An object's place in the body. */
interface Place extends Reading {
  readonly loc: Fault['loc'];
  /** Where faults are noted. */
  readonly faults: Fault[];
  readonly unknown: Fault[];
}

function instanceOf<T extends object>(type: Type<T>, source: Readonly<Record<string, unknown>>, place: Place): T {
  const instance = new type();
  for (const { name, items } of fieldsOf(type.prototype)) {
    if (!Object.hasOwn(source, name)) continue;
    const value = source[name];
    const isList = items !== undefined && Array.isArray(value);
    Reflect.set(instance, name, isList ? itemsOf(value, items(), below(place, name)) : value);
  }
  noteUnknown(type, source, place);
  return instance;
}

function below(place: Place, part: string | number): Place {
  return { ...place, loc: [...place.loc, part] };
}

/** An item that is no object becomes null, which the validator passes over; its fault is noted. */
function itemsOf(values: readonly unknown[], type: Type<object>, place: Place): (object | null)[] {
  const { loc, maxItems, faults } = place;
  if (values.length > maxItems) {
    throw new ValidationFailed([{ loc, code: 'too_many_items', msg: `must have at most ${maxItems} items` }]);
  }
  return values.map((value, index) => {
    if (isJsonObject(value)) return instanceOf(type, value, below(place, index));
    faults.push({ loc: [...loc, index], code: 'is_object', msg: 'must be a JSON object' });
    return null;
  });
}

function noteUnknown(type: Type<object>, source: object, { loc, ignored, unknown }: Place): void {
  const keys = Object.keys(source);
  const known = fieldsOf(type.prototype).map(({ name }) => name);
  if (ignoresUnknownNames(type)) return ignored.take(keys, new Set(known));
  for (const name of keys) {
    if (known.includes(name)) continue;
    unknown.push(unknownKey(name, { parents: loc, known }));
    // What goes on would cost more and more for an answer that stays the same.
    if (unknown.length === MAX_FAULTS) throw new ValidationFailed(unknown);
  }
}

/** The fields of a request body.
 * @param target its class' prototype */
export function fieldsOf(target: object): readonly Field[] {
  return Reflect.getMetadata(FIELDS, target) ?? [];
}
