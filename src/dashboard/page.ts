import type { Position } from '../lib/newest-first.js';
import { writeCursor } from '../lib/page-cursor.js';

/** Which part of a list. */
export interface PageWish {
  /** The last one of the page before; null for the first page. */
  readonly after: Position | null;
  readonly limit: number;
}

/** A page of a list. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** For the next page; null on the last one. */
  readonly nextCursor: string | null;
}

/** What a search has found. */
export interface Found<Row> {
  /** As many as the page may have and one more, which says whether there is a next page. */
  readonly rows: readonly Row[];
  /** Where a search that is not over has stopped; else null. */
  readonly reached: Position | null;
}

/** Makes a page of rows. */
export function pageOf<Row>(found: Found<Row>, limit: number, positionOf: (row: Row) => Position): Page<Row> {
  const rows = found.rows.slice(0, limit);
  const last = found.rows.length > limit ? rows.at(-1) : undefined;
  const end = last === undefined ? found.reached : positionOf(last);
  return { rows, nextCursor: end === null ? null : writeCursor(end) };
}
