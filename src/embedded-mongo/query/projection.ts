import { type Doc, isPlainObject, T, numberOf } from '../bson/bson.js';
import { isNumeric } from '../bson/number.js';
import { documentFromElements, element } from '../bson/build.js';
import { ElementCursor } from '../bson/raw.js';
import { setComputed } from '../aggregate/computed-field.js';
import { compileExpression } from '../aggregate/expression.js';
import { EditableDocument } from '../update/editable-document.js';
import { MongoError, unsupported } from '../errors.js';

/** Turns a document into what the client asked to see of it. */
export type Projector = (raw: Buffer) => Buffer;

/** Fields to keep or to leave out, nested by path. */
interface PathTree {
  readonly children: Map<string, PathTree>;
  /** Something within is computed: what has no fields becomes a document for it. */
  isComputed: boolean;
}

/** Compiles a projection: inclusion, exclusion, and computed fields.
 * @throws MongoError for a mix of the two, and for `$slice`, `$elemMatch` and positional projections */
export function compileProjection(projection: Doc): Projector {
  const entries = Object.entries(projection);
  if (entries.length === 0) return (raw) => raw;
  checkCollisions(flattenFields(entries).map(([path]) => path));
  const flags: { path: string; isIncluded: boolean }[] = [];
  const computed: { parts: string[]; evaluate: (raw: Buffer) => unknown }[] = [];
  for (const [path, value] of flattenFields(entries)) {
    const flag = flagOf(value);
    if (path.split('.').some((part) => part.startsWith('$') || part === ''))
      throw unsupported(`The projection of ${path}`);
    if (flag === undefined)
      computed.push({ parts: path.split('.'), evaluate: compileExpression(checkedExpression(value)) });
    else flags.push({ path, isIncluded: flag });
  }
  const isInclusive = isInclusion(flags, computed.length > 0);
  const keepsId = flags.find(({ path }) => path === '_id')?.isIncluded ?? true;
  const tree = treeOf(flags.filter(({ path, isIncluded }) => path !== '_id' && isIncluded === isInclusive));
  if (isInclusive ? keepsId && !computed.some(({ parts }) => parts[0] === '_id') : !keepsId) add(tree, ['_id']);
  for (const { parts } of computed) if (parts.length > 1) add(tree, parts, true);
  const select: Projector = (raw) => selectFields(raw, 0, { tree, isInclusive });
  return computed.length === 0 ? select : (raw) => withComputed(raw, select(raw), computed);
}

/** A field and one within it can't be asked for both. */
function checkCollisions(paths: readonly string[]): void {
  const asked = new Set(paths);
  for (const path of paths) {
    for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
      if (asked.has(path.slice(0, dot))) {
        throw new MongoError(31249, `Path collision at ${path} remaining portion ${path.slice(dot + 1)}`);
      }
    }
  }
}

/** `{a: {b: 1}}` means `{'a.b': 1}`. */
export function flattenFields(entries: readonly [string, unknown][], prefix = ''): [string, unknown][] {
  return entries.flatMap(([name, value]): [string, unknown][] => {
    const isNested = isPlainObject(value) && Object.keys(value).length > 0 && !Object.keys(value)[0]?.startsWith('$');
    return isNested ? flattenFields(Object.entries(value), `${prefix}${name}.`) : [[`${prefix}${name}`, value]];
  });
}

function flagOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  // NaN is not 0: it keeps the field.
  return isNumeric(value) ? numberOf(value) !== 0 : undefined;
}

function checkedExpression(value: unknown): unknown {
  const [operator] = isPlainObject(value) ? Object.keys(value) : [];
  if (operator === '$slice' || operator === '$elemMatch' || operator === '$meta') {
    throw unsupported(`The projection operator ${operator}`);
  }
  return value;
}

function isInclusion(flags: readonly { path: string; isIncluded: boolean }[], hasComputed: boolean): boolean {
  const others = flags.filter(({ path }) => path !== '_id');
  const isMixed = others.some(({ isIncluded }) => isIncluded !== (others[0]?.isIncluded ?? true));
  const first = others[0]?.isIncluded;
  if (isMixed || (hasComputed && first === false)) {
    throw new MongoError(31254, 'Cannot do exclusion in inclusion projection, or the other way round');
  }
  if (first !== undefined) return first;
  return hasComputed || (flags[0]?.isIncluded ?? true);
}

function treeOf(flags: readonly { path: string }[]): PathTree {
  const root: PathTree = { children: new Map(), isComputed: false };
  for (const { path } of flags) add(root, path.split('.'));
  return root;
}

function add(tree: PathTree, parts: readonly string[], isComputed = false): void {
  let node = tree;
  for (const part of parts) {
    const child = node.children.get(part) ?? { children: new Map(), isComputed };
    child.isComputed ||= isComputed;
    node.children.set(part, child);
    node = child;
  }
}

interface Selection {
  readonly tree: PathTree;
  readonly isInclusive: boolean;
}

function selectFields(buf: Buffer, at: number, { tree, isInclusive }: Selection): Buffer {
  const kept: Buffer[] = [];
  const cursor = new ElementCursor(buf, at);
  while (cursor.next()) {
    const node = tree.children.get(cursor.name());
    const whole = buf.subarray(cursor.start, cursor.end);
    if (node === undefined || node.children.size === 0) {
      if ((node !== undefined) === isInclusive) kept.push(whole);
    } else if (cursor.type === T.document) {
      kept.push(element(T.document, cursor.name(), selectFields(buf, cursor.value, { tree: node, isInclusive })));
    } else if (cursor.type === T.array) {
      kept.push(element(T.array, cursor.name(), selectItems(buf, cursor.value, { tree: node, isInclusive })));
    } else if (!isInclusive || node.isComputed) kept.push(whole);
  }
  return documentFromElements(kept);
}

function selectItems(buf: Buffer, at: number, selection: Selection): Buffer {
  const kept: Buffer[] = [];
  const items = new ElementCursor(buf, at);
  while (items.next()) {
    const name = `${kept.length}`;
    if (items.type === T.document) kept.push(element(T.document, name, selectFields(buf, items.value, selection)));
    else if (items.type === T.array) kept.push(element(T.array, name, selectItems(buf, items.value, selection)));
    else if (!selection.isInclusive || selection.tree.isComputed)
      kept.push(element(items.type, name, buf.subarray(items.value, items.end)));
  }
  return documentFromElements(kept);
}

function withComputed(
  raw: Buffer,
  selected: Buffer,
  computed: readonly { parts: string[]; evaluate: (raw: Buffer) => unknown }[],
): Buffer {
  const editable = new EditableDocument(selected);
  for (const { parts, evaluate } of computed) setComputed(editable, parts, evaluate(raw));
  return editable.toRaw();
}
