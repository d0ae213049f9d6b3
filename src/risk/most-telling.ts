import type { Evidence } from './evidence.js';

/** Chooses what is told of much evidence, so that none of many kinds hides behind another: each rule's first piece
 * before its second.
 * @param evidence any
 * @param most how many pieces
 * @returns them by their place, prompt first */
export function mostTelling(evidence: readonly Evidence[], most: number): readonly Evidence[] {
  const sorted = inOrder(evidence);
  if (evidence.length <= most) return sorted;
  const nth = new Map<string, number>();
  const ranked = sorted.map((one) => {
    const kind = `${one.rule} ${one.part}`;
    const rank = nth.get(kind) ?? 0;
    nth.set(kind, rank + 1);
    return { one, rank };
  });
  // Sorting keeps the order of equals: of each rank those that come first.
  return inOrder(
    ranked
      .toSorted((a, b) => a.rank - b.rank || b.one.strength - a.one.strength)
      .slice(0, most)
      .map(({ one }) => one),
  );
}

function inOrder(chosen: readonly Evidence[]): readonly Evidence[] {
  return chosen.toSorted((a, b) => (a.part === b.part ? a.start - b.start : a.part === 'prompt' ? -1 : 1));
}
