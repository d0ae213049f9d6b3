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

/** Makes a page of rows.
 * @param found as many as the page may have and one more, which says whether there is a next page */
export function pageOf<Row>(found: readonly Row[], limit: number, positionOf: (row: Row) => Position): Page<Row> {
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  return { rows, nextCursor: last === undefined ? null : writeCursor(positionOf(last)) };
}
