import type { Type } from '@nestjs/common';
import { validateSync } from 'class-validator';
import { isJsonObject } from '../../lib/json-object.js';
import { Pace } from '../../lib/pace.js';
import type { Fault } from '../errors/app-error.js';
import { fieldsOf, instantiate, type Reading } from './instantiate.js';
import { faultsOf, judged, WALK } from './request-walk.js';

/** Lists up to this length are walked at once; class-validator takes some thirty microseconds an item. */
const LONG_ITEMS = 250;

/** @returns whether a body has a list of objects that is too long to be walked at once */
export function hasLongList(type: Type<object>, body: unknown): boolean {
  if (!isJsonObject(body)) return false;
  return fieldsOf(type.prototype).some(({ name, items }) => {
    const value = items !== undefined && Object.hasOwn(body, name) ? body[name] : undefined;
    return Array.isArray(value) && value.length > LONG_ITEMS;
  });
}

/** Validates a body as `walked` does, but item by item, and gives way to other work between them.
 * @param type its class
 * @param how a body is read
 * @throws ValidationFailed naming every faulty field */
export async function walkedInParts(body: Record<string, unknown>, type: Type<object>, how: Reading): Promise<object> {
  const made = instantiate(type, body, how);
  const lists = fieldsOf(type.prototype).flatMap(({ name, items }) => {
    const value: unknown = Reflect.get(made.instance, name);
    return items !== undefined && Array.isArray(value) ? [{ name, items: value as (object | null)[] }] : [];
  });
  const found = outerFaults(type, made.instance, lists);
  const pace = new Pace();
  for (const { name, items } of lists) {
    for (const [index, item] of items.entries()) {
      if (pace.isDue()) await pace.rest();
      const errors = item === null ? [] : validateSync(item, WALK);
      found.push(...errors.flatMap((error) => faultsOf(error, ['body', name, index])));
    }
  }
  return judged(type, made, found);
}

/** What is wrong outside of items: the lists keep their lengths, and holes are not looked at. */
function outerFaults(
  type: Type<object>,
  instance: object,
  lists: readonly { name: string; items: unknown[] }[],
): Fault[] {
  const outer = new type();
  for (const name of Object.keys(instance)) Reflect.set(outer, name, Reflect.get(instance, name));
  for (const { name, items } of lists) {
    const holes: unknown[] = [];
    holes.length = items.length;
    Reflect.set(outer, name, holes);
  }
  return validateSync(outer, WALK).flatMap((error) => faultsOf(error, ['body']));
}
