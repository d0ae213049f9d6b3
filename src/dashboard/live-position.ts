import type { Position } from '../lib/newest-first.js';

/** Sent alerts that a position names, at most: it is told with every alert, and told back in a header. */
const MAX_MARKS = 50;
/** Digits of an id that tell it from the others of a minute; its first ones are the time in some. */
const MARK_DIGITS = 12;
const FORM = /^(\d{1,15})\.([0-9a-f]{32})?((?:-[0-9a-f]{12}){0,50})$/;

/** Alerts are read in the order of when they were raised, and may become visible out of it: each was raised a moment before it was
 * stored, by whichever process. So a place in that order isn't enough to go on from. */
export interface LivePosition {
  /** Everything up to here was sent. */
  readonly through: Position;
  /** Marks of those beyond that were sent. */
  readonly sent: readonly string[];
}

/** What a position needs to know of an alert. */
export interface RaisedAt {
  readonly id: string;
  readonly createdAt: Date;
}

/** @returns the position of who has been sent everything before an instant, and nothing from then on */
export function positionAt(at: Date): LivePosition {
  return { through: { at, id: '' }, sent: [] };
}

/** An alert to be sent, and the position after it. */
export interface Delivery<Row> {
  readonly alert: Row;
  readonly position: LivePosition;
}

/** Says what there is to send.
 * @param rows every alert after `through` up to a place, in their order
 * @param place up to which, beyond that of the last row, nothing more is expected to become visible
 * @returns what wasn't sent, and the position once it was */
export function deliver<Row extends RaisedAt>(
  position: LivePosition,
  rows: readonly Row[],
  place: Position,
): { readonly deliveries: readonly Delivery<Row>[]; readonly position: LivePosition } {
  const known = new Set(position.sent);
  const deliveries: Delivery<Row>[] = [];
  let reached = position;
  for (const alert of rows.filter((row) => isBeyond(row, position.through) && !known.has(markOf(row)))) {
    reached = withSent(reached, alert, rows);
    deliveries.push({ alert, position: reached });
  }
  return { deliveries, position: settled(reached, place, rows) };
}

function withSent({ through, sent }: LivePosition, row: RaisedAt, rows: readonly RaisedAt[]): LivePosition {
  const marks = [...sent, markOf(row)];
  if (marks.length <= MAX_MARKS) return { through, sent: marks };
  // So many at once: all before this one were sent, and what becomes visible among them later is left to the list of alerts.
  return settled({ through, sent: marks }, { at: row.createdAt, id: row.id }, rows);
}

/** The position, moved on to a place up to which everything was sent. */
function settled(position: LivePosition, place: Position, rows: readonly RaisedAt[]): LivePosition {
  if (!isBeyond({ createdAt: place.at, id: place.id }, position.through)) return position;
  const known = new Set(position.sent);
  const marks = rows.filter((row) => isBeyond(row, place)).map(markOf);
  return { through: place, sent: marks.filter((mark) => known.has(mark)) };
}

/** Writes a position, as the id of an event. */
export function writeLivePosition({ through: { at, id }, sent }: LivePosition): string {
  return [`${at.getTime()}.${id}`, ...sent].join('-');
}

/** @returns null where the text isn't one that `writeLivePosition` wrote */
export function readLivePosition(text: string): LivePosition | null {
  const [, at, id = '', marks = ''] = FORM.exec(text) ?? [];
  if (at === undefined) return null;
  return { through: { at: new Date(Number(at)), id }, sent: marks.split('-').filter((mark) => mark !== '') };
}

function isBeyond({ createdAt, id }: RaisedAt, { at, id: than }: Position): boolean {
  return createdAt.getTime() === at.getTime() ? id > than : createdAt > at;
}

function markOf({ id }: RaisedAt): string {
  return id.slice(-MARK_DIGITS);
}
