import type { Type } from '@nestjs/common';
import { isJsonObject } from '../../lib/json-object.js';
import { compiledRules, type FieldRules, UncompilableRule } from './compiled-rules.js';
import { ignoresUnknownNames } from './ignores-unknown-names.decorator.js';
import { type Field, fieldsOf, type Reading } from './instantiate.js';

/** Makes an instance of a parsed JSON object and checks it on the way.
 * @returns null where anything is wrong with it: what, the walk says */
export type DtoReader = (source: Readonly<Record<string, unknown>>, how: Reading) => object | null;

const READER = Symbol('READER');

/** Compiles a body's class, once.
 * @throws UncompilableRule where its rules say what can't be compiled */
export function dtoReaderOf(type: Type<object>): DtoReader {
  const known = Reflect.getOwnMetadata(READER, type) as DtoReader | undefined;
  if (known !== undefined) return known;
  const reader = compile(type);
  Reflect.defineMetadata(READER, reader, type);
  return reader;
}

/** A field of the class: where its value comes from, and its rules. */
interface Step {
  readonly name: string;
  /** Reads an item, where the field is a list of objects. */
  readonly readItem: DtoReader | undefined;
}

function compile(type: Type<object>): DtoReader {
  const rules = compiledRules(type);
  const steps = fieldsOf(type.prototype).map((field) => stepOf(type, field, rules));
  const nested = rules.find(({ name, isNested }) => isNested && steps.every((step) => step.name !== name));
  if (nested !== undefined) throw new UncompilableRule(type, nested.name, 'is nested and no list of a known class');
  const known = new Set(steps.map(({ name }) => name));
  const isStrict = !ignoresUnknownNames(type);
  return (source, how) => {
    const instance = new type();
    let found = 0;
    for (const { name, readItem } of steps) {
      if (!Object.hasOwn(source, name)) continue;
      found++;
      const value = source[name];
      if (readItem === undefined || !Array.isArray(value)) Reflect.set(instance, name, value);
      else {
        const items = itemsOf(value, readItem, how);
        if (items === null) return null;
        Reflect.set(instance, name, items);
      }
    }
    const keys = Object.keys(source);
    if (keys.length > found) {
      if (isStrict) return null;
      how.ignored.take(keys, known);
    }
    return areGood(instance, rules) ? instance : null;
  };
}

function stepOf(type: Type<object>, { name, items }: Field, rules: readonly FieldRules[]): Step {
  const isNested = rules.some((rule) => rule.name === name && rule.isNested);
  if (isNested !== (items !== undefined)) {
    throw new UncompilableRule(type, name, 'must be a list of a known class and nested, or neither');
  }
  return { name, readItem: items === undefined ? undefined : dtoReaderOf(items()) };
}

/** @returns null where one of them is faulty, or there are too many */
function itemsOf(values: readonly unknown[], readItem: DtoReader, how: Reading): object[] | null {
  if (values.length > how.maxItems) return null;
  const items: object[] = [];
  for (const value of values) {
    const item = isJsonObject(value) ? readItem(value, how) : null;
    if (item === null) return null;
    items.push(item);
  }
  return items;
}

function areGood(instance: object, rules: readonly FieldRules[]): boolean {
  for (const { name, isNested, isGood } of rules) {
    const value: unknown = Reflect.get(instance, name);
    if (!isGood(value, instance)) return false;
    // Lists were read item by item; anything else that is nested would need a walk of its own.
    if (isNested && value !== undefined && !Array.isArray(value)) return false;
  }
  return true;
}
