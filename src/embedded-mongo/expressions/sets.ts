import { binary, nullable, type Operators, variadic } from './operator.js';
import { listOf } from './arrays.js';
import { identityOf } from './values.js';

type Identities = ReadonlyMap<string, unknown>;

/** A list's different values by what makes them equal. */
function identities(list: readonly unknown[]): Identities {
  const map = new Map<string, unknown>();
  for (const item of list) {
    const key = identityOf(item);
    if (!map.has(key)) map.set(key, item);
  }
  return map;
}

function setsOf(operands: readonly unknown[], name: string, code: number): Identities[] {
  return operands.map((operand) => identities(listOf(operand, name, code)));
}

/** In the order of their values, which is how MongoDB's own sets come. */
function sorted(set: Identities): unknown[] {
  return [...set.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, value]) => value);
}

/** Operators on arrays as sets: numbers are equal by value, whatever their types. */
export const SETS: Operators = {
  $setUnion: nullable(
    variadic((operands, name) => sorted(identities(operands.flatMap((operand) => listOf(operand, name, 17043))))),
  ),
  $setIntersection: nullable(
    variadic((operands, name) => {
      const [first = new Map<string, unknown>(), ...others] = setsOf(operands, name, 17047);
      return sorted(new Map([...first].filter(([key]) => others.every((set) => set.has(key)))));
    }),
  ),
  $setDifference: nullable(
    binary((one, other, name) => {
      const [first, second] = setsOf([one, other], name, 17048);
      return [...(first ?? [])].filter(([key]) => second?.has(key) !== true).map(([, value]) => value);
    }),
  ),
  $setEquals: variadic((operands, name) => {
    const [first, ...others] = setsOf(operands, name, 17044);
    return others.every((set) => set.size === first?.size && [...set.keys()].every((key) => first.has(key)));
  }, 2),
  $setIsSubset: binary((one, other, name) => {
    const [part, whole] = setsOf([one, other], name, 17046);
    return [...(part?.keys() ?? [])].every((key) => whole?.has(key) === true);
  }),
};
