/** A marked part of a text. Offsets count UTF-16 units, `end` is the first one after it. */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** Why it is marked. */
  readonly reason: string;
}

/** A piece of a text, marked or not. */
export interface Piece {
  readonly text: string;
  /** Empty where nothing marks it. */
  readonly reasons: readonly string[];
}

/** Cuts a text at the borders of its marked parts, which may overlap.
 * @param spans in any order; what lies outside of the text is ignored
 * @returns pieces that give the text when they are joined */
export function piecesOf(text: string, spans: readonly Span[]): Piece[] {
  const inside = spans
    .map((span) => ({ ...span, start: Math.max(0, span.start), end: Math.min(text.length, span.end) }))
    .filter(({ start, end }) => start < end);
  const borders = new Set([0, text.length, ...inside.flatMap(({ start, end }) => [start, end])]);
  const sorted = [...borders].sort((one, other) => one - other);
  return sorted.slice(0, -1).map((start, index) => {
    const end = sorted[index + 1] ?? text.length;
    const covering = inside.filter((span) => span.start <= start && span.end >= end);
    return { text: text.slice(start, end), reasons: [...new Set(covering.map(({ reason }) => reason))] };
  });
}
