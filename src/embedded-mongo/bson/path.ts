import { ElementCursor, findField } from './raw.js';
import { T } from './bson.js';

/** A dotted field path, its parts as UTF-8. */
export interface FieldPath {
  /** The path as written, for instance `a.b`. */
  readonly text: string;
  readonly parts: readonly Buffer[];
  /** The first part: the top-level field. */
  readonly root: string;
}

/** Splits a dotted path. */
export function fieldPath(text: string): FieldPath {
  const parts = text.split('.');
  return { text, parts: parts.map((part) => Buffer.from(part)), root: parts[0] ?? text };
}

/** Receives each value that a path leads to. `type` 0 means: the path ends in nothing. */
export interface PathVisitor {
  /** @param leafOfArray the value is an element of the array that the path ends in */
  value(type: number, at: number, leafOfArray: boolean): void;
}

/** Visits what a path leads to, as MongoDB's filters and indexes see it: arrays on the way are searched in all their
 * documents (and by position), an array at the end is visited by element and then as a whole.
 * @param at offset of the document */
export function visitPath(buf: Buffer, at: number, path: FieldPath, visitor: PathVisitor): void {
  visitPart(buf, at, path, { depth: 0, visitor });
}

interface Walk {
  depth: number;
  visitor: PathVisitor;
}

function visitPart(buf: Buffer, at: number, path: FieldPath, { depth, visitor }: Walk): void {
  const found = findField(buf, path.parts[depth] as Buffer, at);
  if (found === undefined) return visitor.value(0, 0, false);
  visitFound(buf, found, path, { depth, visitor });
}

function visitFound(buf: Buffer, found: ElementCursor, path: FieldPath, { depth, visitor }: Walk): void {
  const isLeaf = depth === path.parts.length - 1;
  if (isLeaf) {
    if (found.type === T.array) {
      const items = new ElementCursor(buf, found.value);
      while (items.next()) visitor.value(items.type, items.value, true);
    }
    return visitor.value(found.type, found.value, false);
  }
  if (found.type === T.document) return visitPart(buf, found.value, path, { depth: depth + 1, visitor });
  if (found.type === T.array) return visitArray(buf, found.value, path, { depth: depth + 1, visitor });
  return visitor.value(0, 0, false);
}

function visitArray(buf: Buffer, at: number, path: FieldPath, { depth, visitor }: Walk): void {
  const items = new ElementCursor(buf, at);
  let visited = false;
  while (items.next()) {
    if (items.isNamed(path.parts[depth] as Buffer)) {
      visited = true;
      visitFound(buf, items, path, { depth, visitor });
    }
    if (items.type === T.document) {
      visited = true;
      visitPart(buf, items.value, path, { depth, visitor });
    }
  }
  if (!visited) visitor.value(0, 0, true);
}

/** Finds the value of a path through documents only.
 * @returns a cursor on it; undefined where it is missing; 'array' where the way leads through an array */
export function resolvePath(buf: Buffer, path: FieldPath, at = 0): ElementCursor | 'array' | undefined {
  const last = path.parts.length - 1;
  let from = at;
  for (let depth = 0; ; depth++) {
    const found = findField(buf, path.parts[depth] as Buffer, from);
    if (found === undefined || depth === last) return found;
    if (found.type === T.array) return 'array';
    if (found.type !== T.document) return undefined;
    from = found.value;
  }
}
