import { T } from '../bson/bson.js';
import { MongoError, unsupported } from '../errors.js';

const ALIASES: ReadonlyMap<string, readonly number[]> = new Map(
  Object.entries({
    double: [T.double],
    string: [T.string],
    object: [T.document],
    array: [T.array],
    binData: [T.binary],
    objectId: [T.objectId],
    bool: [T.bool],
    date: [T.date],
    null: [T.null],
    regex: [T.regex],
    int: [T.int32],
    timestamp: [T.timestamp],
    long: [T.long],
    decimal: [T.decimal],
    minKey: [T.minKey],
    maxKey: [T.maxKey],
    number: [T.double, T.int32, T.long, T.decimal],
  }),
);

/** The BSON type bytes that a `$type` asks for. */
export function typeNumbers(operand: unknown): ReadonlySet<number> {
  const asked: unknown[] = Array.isArray(operand) ? operand : [operand];
  return new Set(
    asked.flatMap((item) => {
      const found = typeof item === 'string' ? ALIASES.get(item) : [Number(item) & 0xff];
      if (found === undefined || found.some(Number.isNaN))
        throw new MongoError(2, `Unknown type name alias: ${String(item)}`);
      return found;
    }),
  );
}

/** Turns a pattern of MongoDB into one of JavaScript, where both mean the same.
 * @throws MongoError for what only PCRE knows */
export function parseRegex(pattern: string, options: string): RegExp {
  const unknown = options.split('').find((flag) => !'imsu'.includes(flag));
  if (unknown !== undefined) throw unsupported(`The regular expression option ${unknown}`);
  if (/\(\?[a-zA-Z]|\(\?[>|#]|\\[AZzGhHRQEK]|\[\[:|[*+?}]\+|\(\*/.test(pattern)) {
    throw unsupported(`The regular expression ${pattern}`);
  }
  try {
    return new RegExp(pattern, [...new Set(`${options}u`)].join(''));
  } catch {
    return withoutUnicode(pattern, options);
  }
}

function withoutUnicode(pattern: string, options: string): RegExp {
  try {
    return new RegExp(pattern, options.replace('u', ''));
  } catch (cause) {
    throw Object.assign(new MongoError(51091, `Regular expression is invalid: ${pattern}`), { cause });
  }
}
