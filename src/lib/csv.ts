/** What a spreadsheet takes for the beginning of a formula, or would skip before one. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** What has to stand in quotes. */
const SPECIAL = /[",\r\n]/;

/** One line of a table, its end included.
 * @param cells numbers as they are; null is an empty cell; a text that a spreadsheet would run begins with an apostrophe and stands in quotes
 * @see RFC 4180; OWASP, CSV injection */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

function cellOf(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  if (FORMULA.test(cell)) return quoted(`'${cell}`);
  return SPECIAL.test(cell) ? quoted(cell) : cell;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
