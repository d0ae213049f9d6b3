import type { Fault } from './app-error.js';

const TOLERATES = Symbol('TOLERATES');
const FAULTS = Symbol('FAULTS');

/** Marks a request body whose list items may be faulty: the pipe then hands the body on with the faults noted, and the
 * handler decides whether one faulty item refuses them all. */
export function ToleratesFaultyItems(): ClassDecorator {
  return (target) => Reflect.defineMetadata(TOLERATES, true, target);
}

/** @returns whether a class is marked so */
export function toleratesFaultyItems(type: object): boolean {
  return Reflect.getMetadata(TOLERATES, type) === true;
}

/** Notes the faults of a body's items. */
export function noteItemFaults(body: object, faults: readonly Fault[]): void {
  Object.defineProperty(body, FAULTS, { value: faults });
}

/** @returns the faults of a body's items, each with the index of its item as third part of its place */
export function itemFaultsOf(body: object): readonly Fault[] {
  const faults: unknown = Reflect.get(body, FAULTS);
  return Array.isArray(faults) ? faults : [];
}

/** @returns the index of the item that a fault lies in; null where it lies outside of items */
export function itemIndexOf({ loc }: Fault): number | null {
  const index = loc[2];
  return typeof index === 'number' ? index : null;
}
