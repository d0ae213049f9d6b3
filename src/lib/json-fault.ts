/** Bounds of a JSON value that somebody else made. */
export interface JsonLimits {
  /** Levels of objects and arrays, the outermost included. */
  readonly maxDepth: number;
  /** Keys and items at every level together. */
  readonly maxEntries: number;
}

/** What is wrong with a JSON value, and where. */
export interface JsonFault {
  readonly path: readonly (string | number)[];
  readonly code: 'too_deep' | 'too_many_keys' | 'forbidden_key' | 'not_finite';
  readonly msg: string;
}

/** What one walk over a JSON value finds. */
export interface JsonFindings {
  /** The first fault; null where there is none. */
  readonly fault: JsonFault | null;
  /** Bytes that the value takes as JSON at most, as far as it was walked; often it takes a fifth of that. */
  readonly maxBytes: number;
}

/** A character becomes six at most, `\u0000`; quotes, a comma and a colon come to a text. */
const MAX_CHAR_BYTES = 6;
const AROUND_TEXT_BYTES = 4;
/** The longest number is `-2.2250738585072014e-308`. */
const MAX_SCALAR_BYTES = 25;

/** A container on the way down, and how far it has been walked. */
interface Frame {
  readonly container: Readonly<Record<string | number, unknown>>;
  /** Null for a list. */
  readonly keys: readonly string[] | null;
  readonly length: number;
  next: number;
}

/** Looks for what must not be stored, without recursion: a value may be nested deeper than a call stack. Allocates per
 * container only: every event passes here.
 * @param value what JSON.parse made */
export function inspectJson(value: unknown, { maxDepth, maxEntries }: JsonLimits): JsonFindings {
  const frames: Frame[] = [frameOf([value])];
  let entries = 0;
  let maxBytes = 0;
  for (let frame = frames[0]; frame !== undefined; frame = frames.at(-1)) {
    if (frame.next === frame.length) {
      frames.pop();
      continue;
    }
    const key = frame.keys?.[frame.next] ?? frame.next;
    frame.next++;
    if (typeof key === 'string') {
      if (isForbidden(key)) return { fault: forbiddenKey(pathOf(frames).slice(0, -1)), maxBytes };
      maxBytes += textBytes(key);
    }
    const child = frame.container[key];
    if (typeof child === 'string') {
      maxBytes += textBytes(child);
    } else if (typeof child !== 'object' || child === null) {
      if (typeof child === 'number' && !Number.isFinite(child)) return { fault: notFinite(pathOf(frames)), maxBytes };
      maxBytes += MAX_SCALAR_BYTES;
    } else {
      if (frames.length > maxDepth) return { fault: tooDeep(pathOf(frames), maxDepth), maxBytes };
      const inner = frameOf(child);
      entries += inner.length;
      if (entries > maxEntries) return { fault: tooManyKeys(maxEntries), maxBytes };
      maxBytes += AROUND_TEXT_BYTES;
      frames.push(inner);
    }
  }
  return { fault: null, maxBytes };
}

/** @returns the first fault of a value, or null
 * @see inspectJson */
export function jsonFault(value: unknown, limits: JsonLimits): JsonFault | null {
  return inspectJson(value, limits).fault;
}

function frameOf(container: object): Frame {
  const keys = Array.isArray(container) ? null : Object.keys(container);
  const length = keys === null ? (container as readonly unknown[]).length : keys.length;
  return { container: container as Frame['container'], keys, length, next: 0 };
}

/** From the value to the place that is being looked at. */
function pathOf(frames: readonly Frame[]): (string | number)[] {
  return frames.slice(1).map(({ keys, next }) => keys?.[next - 1] ?? next - 1);
}

function textBytes(text: string): number {
  return MAX_CHAR_BYTES * text.length + AROUND_TEXT_BYTES;
}

/** Keys that mean something to JavaScript or to BSON, instead of being data; half a character would become another key. */
function isForbidden(key: string): boolean {
  return key === '__proto__' || key === '_bsontype' || key.includes('\0') || !key.isWellFormed();
}

function forbiddenKey(path: JsonFault['path']): JsonFault {
  return { path, code: 'forbidden_key', msg: 'must not have a key of that name' };
}

function notFinite(path: JsonFault['path']): JsonFault {
  return { path, code: 'not_finite', msg: 'must be a finite number' };
}

function tooDeep(path: JsonFault['path'], maxDepth: number): JsonFault {
  return { path, code: 'too_deep', msg: `must be nested at most ${maxDepth} levels deep` };
}

function tooManyKeys(maxEntries: number): JsonFault {
  return { path: [], code: 'too_many_keys', msg: `must have at most ${maxEntries} keys and items in all` };
}
