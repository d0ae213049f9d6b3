import { encode, isPlainObject, T } from '../bson/bson.js';
import { isOperators, parseFilter, parseTests } from '../query/filter.js';
import { allOf, compileFilter } from '../query/matcher.js';

const VALUE_AT = 7;
/** Operators that have whole filters within. */
const LOGICAL: ReadonlySet<string> = new Set(['$and', '$or', '$nor']);

/** Prepares the condition of a `$pull`: operators and values are asked of each element, a document is a filter for
 * elements that are documents. */
export function pulls(condition: unknown): (item: unknown) => boolean {
  const [first = ''] = isPlainObject(condition) ? Object.keys(condition) : [];
  if (isPlainObject(condition) && (!isOperators(condition) || LOGICAL.has(first))) {
    const matches = compileFilter(parseFilter(condition));
    return (item) => isPlainObject(item) && matches(encode(item), 0);
  }
  const matches = allOf(parseTests(condition));
  return (item) => {
    const wrapped = encode({ v: item });
    return matches(wrapped, wrapped[4] ?? T.null, VALUE_AT, true);
  };
}
