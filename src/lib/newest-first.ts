/** A place in a list that is ordered by time and, within an instant, by id, both descending. */
export interface Position {
  readonly at: Date;
  readonly id: string;
}

/** A source of rows that has an index by time, and none by time and id. */
export interface TimeOrdered<Row> {
  /** Rows of one instant whose ids lie below one, the highest first. */
  atInstant(at: Date, belowId: string | null, limit: number): Promise<readonly Row[]>;
  /** Rows before an instant (null: all), the newest first; rows of one instant in any order. */
  before(at: Date | null, limit: number): Promise<readonly Row[]>;
  positionOf(row: Row): Position;
}

/** Reads a page. Both parts of the order never change for a row, so of paging on from the last row of each page follows: a row that
 * was there when it began comes exactly once, one that arrives meanwhile once or not at all, and none comes twice.
 * @param after the last row of the page before; null for the first page
 * @param limit rows at most
 * @returns in order; fewer than `limit` at the end only */
export async function newestFirst<Row>(
  source: TimeOrdered<Row>,
  after: Position | null,
  limit: number,
): Promise<Row[]> {
  const rest = after === null ? [] : await source.atInstant(after.at, after.id, limit);
  const wanted = limit - rest.length;
  if (wanted === 0) return [...rest];
  const older = await source.before(after?.at ?? null, wanted);
  if (older.length < wanted) return [...rest, ...inOrder(older, source)];
  // The last instant may go on beyond the limit, and of its rows these are any: it is read again, by id.
  const last = Math.min(...older.map((row) => source.positionOf(row).at.getTime()));
  const whole = inOrder(
    older.filter((row) => source.positionOf(row).at.getTime() > last),
    source,
  );
  return [...rest, ...whole, ...(await source.atInstant(new Date(last), null, wanted - whole.length))];
}

function inOrder<Row>(rows: readonly Row[], source: TimeOrdered<Row>): Row[] {
  return [...rows].sort((one, other) => compare(source.positionOf(one), source.positionOf(other)));
}

function compare(one: Position, other: Position): number {
  const byTime = other.at.getTime() - one.at.getTime();
  if (byTime !== 0) return byTime;
  return one.id < other.id ? 1 : -1;
}
