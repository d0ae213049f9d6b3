import { getField, isPlainObject, numberOf } from '../bson/bson.js';
import { MongoError } from '../errors.js';
import { literal } from '../query/literal.js';
import { parseSort, type SortField } from '../query/sort.js';

/** The order of an array's elements: of the elements by themselves (1 or -1), or by fields of those that are documents.
 * @throws MongoError BadValue (2) for any other order */
export function elementOrder(sort: unknown): (a: unknown, b: unknown) => number {
  if (!isPlainObject(sort)) {
    const direction = numberOf(sort);
    if (direction !== 1 && direction !== -1) throw new MongoError(2, 'The $sort element value must be either 1 or -1');
    return (a, b) => direction * compare(a, b);
  }
  const fields = parseSort(sort);
  return (a, b) => {
    for (const { path, direction } of fields) {
      const order = direction * compare(within(a, path), within(b, path));
      if (order !== 0) return order;
    }
    return 0;
  };
}

function within(item: unknown, { text }: SortField['path']): unknown {
  return (
    text.split('.').reduce((value, name) => (isPlainObject(value) ? getField(value, name) : undefined), item) ?? null
  );
}

function compare(a: unknown, b: unknown): number {
  return literal(a).key.compare(literal(b).key);
}
