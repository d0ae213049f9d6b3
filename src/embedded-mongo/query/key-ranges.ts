import { KeyWriter } from '../keys/key-writer.js';
import type { Index } from '../storage/catalogue.js';
import { afterPrefix, type KeyRange, numberPrefix, prefixRange } from '../storage/environment.js';
import type { FieldBounds } from './bounds.js';
import type { Interval } from './literal.js';

/** The key ranges, ascending and disjoint, of an index within its fields' bounds. All bounds but the last hold values. */
export function keyRanges(
  { id, fields, isUnique }: Pick<Index, 'id' | 'fields' | 'isUnique'>,
  bounds: readonly FieldBounds[],
): KeyRange[] {
  let prefixes: Buffer[] = [numberPrefix(id)];
  for (const [at, { values, interval }] of bounds.entries()) {
    const direction = fields[at]?.direction ?? 1;
    if (values !== undefined) {
      const keys = values.map(({ key }) => directed(key, direction));
      if (direction === -1) keys.reverse();
      prefixes = prefixes.flatMap((prefix) => keys.map((key) => Buffer.concat([prefix, key])));
    } else if (interval !== undefined) {
      return prefixes.map((prefix) => intervalRange(prefix, interval, direction)).filter(isNotEmpty);
    }
  }
  const isPoint = isUnique && bounds.length === fields.length;
  return prefixes.map((prefix) => ({ ...prefixRange(prefix), isPoint }));
}

function isNotEmpty({ low, high }: KeyRange): boolean {
  return low.compare(high) < 0;
}

function intervalRange(prefix: Buffer, interval: Interval, direction: 1 | -1): KeyRange {
  const low = edge(prefix, interval.low, direction);
  const high = edge(prefix, interval.high, direction);
  if (direction === 1) {
    return {
      low: interval.isLowIncluded ? low : afterPrefix(low),
      high: interval.isHighIncluded ? afterPrefix(high) : high,
    };
  }
  return {
    low: interval.isHighIncluded ? high : afterPrefix(high),
    high: interval.isLowIncluded ? afterPrefix(low) : low,
  };
}

function edge(prefix: Buffer, key: Buffer, direction: 1 | -1): Buffer {
  return Buffer.concat([prefix, directed(key, direction)]);
}

function directed(key: Buffer, direction: 1 | -1): Buffer {
  if (direction === 1) return key;
  const writer = new KeyWriter();
  writer.raw(key);
  writer.invertFrom(0);
  return writer.copy();
}
