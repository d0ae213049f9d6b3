import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** LMDB 1.0's file format, as far as it is needed to walk over it: two heads, then pages that make up trees. The headers are those of
 * `MDB_page_header`, `MDB_meta`, `MDB_db` and `MDB_node` in its `mdb.c`; all numbers are little-endian. */
const MAGIC = 0xbeefc0de;
const VERSION = 2;
const HEADER_BYTES = 24;
const META = { magic: 24, version: 28, dbs: 48, lastPage: 144, transaction: 152, bytes: 168 } as const;
const TREE_BYTES = 48;
const BRANCH = 1;
const LEAF = 2;
const OVERFLOW = 4;
const KINDS = 0x6f;
const NODE_BYTES = 8;
const BIG = 1;
const SUBTREE = 2;
const OVERFLOW_BYTES = 24;
const NO_PAGE = 0xffff_ffff_ffff_ffffn;
const FIRST_PAGE = 2;

/** A tree of pages. */
export interface Tree {
  readonly depth: number;
  readonly pages: number;
  readonly entries: number;
  /** Undefined for an empty one. */
  readonly root: number | undefined;
}

/** One of the two heads, which are written in turn. */
export interface Head {
  readonly pageBytes: number;
  readonly free: Tree;
  readonly main: Tree;
  readonly lastPage: number;
  readonly transaction: bigint;
}

/** An entry of a tree. */
export interface FileEntry {
  readonly key: Buffer;
  readonly value: Buffer;
  /** The value describes a tree of its own: a table. */
  readonly isTree: boolean;
}

/** What is wrong with a file, "page 7 holds another page". */
export class Fault extends Error {}

/** Reads the file of a LMDB environment without LMDB, which trusts what it reads and would take the process down with a torn page. */
export class LmdbFile {
  private readonly fd: number;
  /** Bytes of the file. */
  readonly bytes: number;
  /** Pages that were seen, each once. */
  readonly seen = new Set<number>();
  private head: Head | undefined;

  /** @param path of the file @throws what the system says */
  constructor(path: string) {
    this.fd = openSync(path, 'r');
    this.bytes = fstatSync(this.fd).size;
  }

  close(): void {
    closeSync(this.fd);
  }

  /** The newer head. @throws Fault where one of them is none, or they don't follow each other */
  newest(): Head {
    const first = this.headAt(0, 0);
    const second = this.headAt(1, first.pageBytes);
    const isFresh = first.transaction === 0n && second.transaction <= 1n;
    const gap = first.transaction - second.transaction;
    if (!isFresh && (gap * gap !== 1n || first.transaction % 2n !== 0n))
      throw new Fault('its heads do not belong together');
    this.head = second.transaction > first.transaction ? second : first;
    return this.head;
  }

  /** All entries of a tree in their order, every page and every order checked on the way.
   * @param hasOrder whether keys are in the order of their bytes @throws Fault */
  *walk(tree: Tree, hasOrder = true): Generator<FileEntry, void> {
    const counts = { entries: 0, pages: 0 };
    let last: Buffer | undefined;
    const whole: Span = { low: undefined, high: undefined };
    for (const entry of tree.root === undefined
      ? []
      : this.walkPage(tree.root, { level: tree.depth, counts, span: whole })) {
      if (hasOrder && !isWithin(entry.key, entry.span)) throw new Fault('an entry is where nobody would look for it');
      if (hasOrder && last !== undefined && Buffer.compare(last, entry.key) >= 0)
        throw new Fault('the order of its entries is broken');
      last = entry.key;
      yield entry;
    }
    if (counts.entries !== tree.entries)
      throw new Fault(`it should have ${tree.entries} entries, and has ${counts.entries}`);
    if (counts.pages !== tree.pages) throw new Fault(`it should have ${tree.pages} pages, and has ${counts.pages}`);
  }

  private *walkPage(page: number, { level, counts, span }: Walk): Generator<FileEntry & { span: Span }, void> {
    const bytes = this.pageAt(page, level > 1 ? BRANCH : LEAF);
    counts.pages++;
    const nodes = [...nodesOf(bytes, page)];
    for (const [nth, node] of nodes.entries()) {
      if (level === 1) {
        counts.entries++;
        yield { ...this.entryOf(bytes, node, page, counts), span };
        continue;
      }
      // The first child takes everything from where its parent begins; the key that stands there means nothing.
      const low = nth === 0 ? span.low : keyOf(bytes, node);
      const next = nodes[nth + 1];
      const high = next === undefined ? span.high : keyOf(bytes, next);
      yield* this.walkPage(node.size + node.flags * 2 ** 32, { level: level - 1, counts, span: { low, high } });
    }
  }

  private entryOf(bytes: Buffer, node: Node, page: number, counts: { pages: number }): FileEntry {
    const key = keyOf(bytes, node);
    const from = node.at + NODE_BYTES + node.keyBytes;
    const isTree = (node.flags & SUBTREE) !== 0;
    if ((node.flags & ~(BIG | SUBTREE)) !== 0) throw new Fault(`page ${page} has an entry of no known kind`);
    const isBig = (node.flags & BIG) !== 0;
    const to = from + (isBig ? OVERFLOW_BYTES : node.size);
    if (to > bytes.length) throw new Fault(`page ${page} has an entry that leaves it`);
    if (!isBig) return { key, value: bytes.subarray(from, to), isTree };
    const [first, count] = [Number(bytes.readBigUInt64LE(from)), Number(bytes.readBigUInt64LE(from + 16))];
    if (count !== Math.ceil((HEADER_BYTES + node.size) / bytes.length))
      throw new Fault(`page ${page} has an entry of another size`);
    counts.pages += count;
    return { key, value: this.overflowAt(first, count).subarray(HEADER_BYTES, HEADER_BYTES + node.size), isTree };
  }

  private overflowAt(page: number, count: number): Buffer {
    const bytes = this.read(page, count);
    this.checkHeader(bytes, page, OVERFLOW);
    if (bytes.readUInt32LE(20) !== count) throw new Fault(`page ${page} says it is of another size`);
    for (let next = page; next < page + count; next++) this.see(next);
    return bytes;
  }

  private pageAt(page: number, kind: number): Buffer {
    const bytes = this.read(page, 1);
    this.checkHeader(bytes, page, kind);
    this.see(page);
    return bytes;
  }

  private checkHeader(bytes: Buffer, page: number, kind: number): void {
    if (Number(bytes.readBigUInt64LE(0)) !== page) throw new Fault(`page ${page} holds another page`);
    if (bytes.readBigUInt64LE(8) > (this.head?.transaction ?? 0n))
      throw new Fault(`page ${page} is newer than the file`);
    if ((bytes.readUInt16LE(18) & KINDS) !== kind) throw new Fault(`page ${page} is of another kind`);
  }

  /** Remembers a page. @throws Fault where it has been seen before, or can't be there */
  see(page: number): void {
    if (!(page >= FIRST_PAGE && page <= (this.head?.lastPage ?? 0))) throw new Fault(`page ${page} cannot be there`);
    if (this.seen.has(page)) throw new Fault(`page ${page} is used twice`);
    this.seen.add(page);
  }

  private read(page: number, count: number): Buffer {
    const pageBytes = this.head?.pageBytes ?? 0;
    if (!(page >= FIRST_PAGE && page + count - 1 <= (this.head?.lastPage ?? 0)))
      throw new Fault(`page ${page} cannot be there`);
    const bytes = Buffer.allocUnsafe(count * pageBytes);
    if (readSync(this.fd, bytes, 0, bytes.length, page * pageBytes) < bytes.length)
      throw new Fault(`it is cut: page ${page} is missing`);
    return bytes;
  }

  private headAt(number: 0 | 1, at: number): Head {
    const bytes = Buffer.alloc(META.bytes);
    if (readSync(this.fd, bytes, 0, bytes.length, at) < bytes.length) throw new Fault('it is cut: its head is missing');
    const pageBytes = bytes.readUInt32LE(META.dbs);
    const isOne = bytes.readUInt32LE(META.magic) === MAGIC && (bytes.readUInt32LE(META.version) & 0xffff) === VERSION;
    const isPage = pageBytes >= 512 && pageBytes <= 65_536 && Number.isInteger(Math.log2(pageBytes));
    if (!isOne || !isPage || (number === 1 && pageBytes !== at)) throw new Fault(`its head ${number} is none`);
    return {
      pageBytes,
      free: treeOf(bytes.subarray(META.dbs)),
      main: treeOf(bytes.subarray(META.dbs + TREE_BYTES)),
      lastPage: Number(bytes.readBigUInt64LE(META.lastPage)),
      transaction: bytes.readBigUInt64LE(META.transaction),
    };
  }
}

/** Reads what an entry of the main tree says of a table. @throws Fault */
export function treeOf(bytes: Buffer): Tree {
  if (bytes.length < TREE_BYTES) throw new Fault('a table of it has no tree');
  const number = (at: number): number => Number(bytes.readBigUInt64LE(at));
  const root = bytes.readBigUInt64LE(40);
  return {
    depth: bytes.readUInt16LE(6),
    pages: number(8) + number(16) + number(24),
    entries: number(32),
    root: root === NO_PAGE ? undefined : Number(root),
  };
}

/** A node of a page. */
interface Node {
  readonly at: number;
  /** Of the value; of a branch, the lower half of the child's number. */
  readonly size: number;
  readonly flags: number;
  readonly keyBytes: number;
}

/** Keys that may be below a page: from `low` to before `high`. */
interface Span {
  readonly low: Buffer | undefined;
  readonly high: Buffer | undefined;
}

interface Walk {
  readonly level: number;
  readonly counts: { entries: number; pages: number };
  readonly span: Span;
}

function isWithin(key: Buffer, { low, high }: Span): boolean {
  return (low === undefined || Buffer.compare(low, key) <= 0) && (high === undefined || Buffer.compare(key, high) < 0);
}

function keyOf(bytes: Buffer, { at, keyBytes }: Node): Buffer {
  return bytes.subarray(at + NODE_BYTES, at + NODE_BYTES + keyBytes);
}

function* nodesOf(bytes: Buffer, page: number): Generator<Node, void> {
  const [lower, upper] = [bytes.readUInt16LE(20), bytes.readUInt16LE(22)];
  const room = bytes.length - HEADER_BYTES;
  if (lower % 2 !== 0 || lower > upper || upper > room || lower === 0) throw new Fault(`page ${page} is torn`);
  for (let at = HEADER_BYTES; at < HEADER_BYTES + lower; at += 2) {
    const place = bytes.readUInt16LE(at);
    if (place < upper || place + NODE_BYTES > room) throw new Fault(`page ${page} is torn`);
    const node = HEADER_BYTES + place;
    const keyBytes = bytes.readUInt16LE(node + 6);
    if (node + NODE_BYTES + keyBytes > bytes.length) throw new Fault(`page ${page} has a key that leaves it`);
    yield {
      at: node,
      size: bytes.readUInt16LE(node) + bytes.readUInt16LE(node + 2) * 65_536,
      flags: bytes.readUInt16LE(node + 4),
      keyBytes,
    };
  }
}
