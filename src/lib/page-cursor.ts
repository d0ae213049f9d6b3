import type { Position } from './newest-first.js';

const FORM = /^(\d{1,15})\.([0-9a-f]{32})$/;

/** What a cursor looks like, for documentation. */
export const CURSOR_PATTERN = '^[A-Za-z0-9_-]{1,72}$';

/** Writes a position as a text that nobody reads anything into.
 * @param position of a row whose id is 32 hexadecimal digits */
export function writeCursor({ at, id }: Position): string {
  return Buffer.from(`${at.getTime()}.${id}`).toString('base64url');
}

/** @returns null where the text isn't one that `writeCursor` wrote */
export function readCursor(text: string): Position | null {
  const [, at, id] = FORM.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? [];
  return at === undefined || id === undefined ? null : { at: new Date(Number(at)), id };
}
