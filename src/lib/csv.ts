/** What ends a cell for a spreadsheet that goes by another separator than ours (Excel in Germany and France takes
 * `;`). Such a program sees no quotes around a cell that begins after our comma, so that a line end in it begins a
 * row, too. */
const SEPARATOR = ';|\\t\\r\\n\\v\\f\\u0085\\u2028\\u2029';

/** What a formula begins with, in ASCII and in the wide and small forms that some programs read as the same. */
const SIGN = '=+\\-@＝＋－＠﹢﹣﹦﹫';

/** Quotes, blanks and invisible characters, which programs skip before a formula. Separators are none of them: so
 * each character is looked at once, however many blanks there are. */
const SKIPPED = `(?:(?![${SEPARATOR}])[\\p{Z}\\p{C}"])*`;

/** The places at which a formula would begin. */
const FORMULA = new RegExp(`(^|[${SEPARATOR}])(?=${SKIPPED}[${SIGN}])`, 'gu');

/** A separator as the first character: programs that drop it would run what follows. */
const LEADING = new RegExp(`^[${SEPARATOR}]`, 'u');

/** What has to stand in quotes. */
const SPECIAL = new RegExp(`[",${SEPARATOR}]`, 'u');

/** One line of a table, its end included.
 * @param cells numbers as they are; null is an empty cell. A text that a spreadsheet would run, whatever its
 * separator, gets an apostrophe where the formula would begin, and stands in quotes
 * @see RFC 4180; OWASP, CSV injection */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

function cellOf(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const harmless = cell.replaceAll(FORMULA, "$1'");
  const safe = LEADING.test(harmless) ? `'${harmless}` : harmless;
  return safe !== cell || SPECIAL.test(safe) ? quoted(safe) : safe;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
