import type { Filter, Test } from './filter.js';
import { type Interval, isArray, isNull, type Literal, literal } from './literal.js';
import { TAG } from '../keys/value-key.js';

/** What the conditions that all must hold say about one field. */
export interface FieldBounds {
  /** The field's possible values; one for an equality. */
  readonly values?: readonly Literal[];
  readonly interval?: Interval;
  /** Whether index keys within the bounds are exactly the documents that match the field's conditions. */
  readonly isExact: boolean;
  /** Whether a match needs the field to exist (only then a sparse index may be used). */
  readonly impliesExistence: boolean;
}

const NOTHING: Interval = {
  low: Buffer.from([0xff]),
  isLowIncluded: false,
  high: Buffer.from([0xff]),
  isHighIncluded: false,
};

/** All field conditions that every match must meet, by path. */
export function requiredTests(filter: Filter): Map<string, Test[]> {
  const byPath = new Map<string, Test[]>();
  collect(filter, byPath);
  return byPath;
}

function collect(filter: Filter, byPath: Map<string, Test[]>): void {
  if (filter.kind === 'and') for (const branch of filter.filters) collect(branch, byPath);
  if (filter.kind !== 'field') return;
  byPath.set(filter.path.text, [...(byPath.get(filter.path.text) ?? []), ...filter.tests]);
}

/** Derives an index' bounds from a field's conditions.
 * @param isMultikey whether the field may be an array: then two conditions may be met by two different elements, and
 *   only one of them can bound the scan
 * @returns undefined where no condition helps */
export function boundsOf(tests: readonly Test[], isMultikey: boolean): FieldBounds | undefined {
  const usable = tests.map(boundsOfTest).filter((bounds) => bounds !== undefined);
  const values = usable.find((bounds) => bounds.values !== undefined);
  const impliesExistence = usable.some((bounds) => bounds.impliesExistence);
  if (values !== undefined) {
    return { ...values, impliesExistence, isExact: values.isExact && tests.length === 1 && !isMultikey };
  }
  const [first, ...others] = usable;
  if (first?.interval === undefined) return undefined;
  if (isMultikey) return { ...first, isExact: false };
  const interval = others.reduce((narrowed, { interval }) => intersect(narrowed, interval ?? narrowed), first.interval);
  return { interval, impliesExistence, isExact: usable.length === tests.length && usable.every((it) => it.isExact) };
}

function boundsOfTest(test: Test): FieldBounds | undefined {
  switch (test.kind) {
    case 'eq':
      return valueBounds([test.literal]);
    case 'in':
      return test.patterns.length > 0 ? undefined : valueBounds(test.literals);
    case 'range':
      return {
        interval: test.interval ?? NOTHING,
        isExact: true,
        impliesExistence: test.interval !== undefined && test.interval.low[0] !== TAG.null,
      };
    case 'exists':
      // A missing field is indexed as null, so a null has to be told apart afterwards.
      return test.isWanted ? undefined : { values: [literal(null)], isExact: false, impliesExistence: false };
    default:
      return undefined;
  }
}

function valueBounds(literals: readonly Literal[]): FieldBounds | undefined {
  // An array is indexed by its elements, so equality with a whole array can't be looked up.
  if (literals.some(isArray)) return undefined;
  const distinct = [...new Map(literals.map((item) => [item.key.toString('latin1'), item])).values()];
  const hasNull = distinct.some(isNull);
  return {
    values: distinct.sort((a, b) => a.key.compare(b.key)),
    isExact: true,
    impliesExistence: !hasNull,
  };
}

function intersect(a: Interval, b: Interval): Interval {
  const low = a.low.compare(b.low);
  const high = a.high.compare(b.high);
  const lower = low > 0 || (low === 0 && !a.isLowIncluded) ? a : b;
  const upper = high < 0 || (high === 0 && !a.isHighIncluded) ? a : b;
  return {
    low: lower.low,
    isLowIncluded: lower.isLowIncluded,
    high: upper.high,
    isHighIncluded: upper.isHighIncluded,
  };
}
