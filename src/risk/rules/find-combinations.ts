import type { ConceptHit } from '../lexicon/find-concepts.js';
import { concepts } from '../lexicon/index.js';
import type { Span } from '../text/normal-text.js';
import { combinations } from './combinations.js';

/** Where a rule holds: its index in the list of combinations and the shortest stretch of the normal form. */
export interface CombinationHit extends Span {
  readonly combination: number;
  /** How many such stretches there are, one after another. */
  readonly count: number;
}

const numberOf = new Map(concepts.map(({ name }, index) => [name, index]));

/** For each rule the group of each concept, as bits: a concept may serve for several groups. */
const groups = combinations.map(({ of }) => {
  const bits = new Uint8Array(concepts.length);
  of.forEach((names, group) => {
    for (const name of names) bits[numberOf.get(name) ?? 0] = (bits[numberOf.get(name) ?? 0] ?? 0) | (1 << group);
  });
  return bits;
});

/** The rules that hold in a text.
 * @param hits its concepts, by the order of their ends */
export function findCombinations(hits: readonly ConceptHit[]): readonly CombinationHit[] {
  return combinations.flatMap(({ of, within }, combination) => {
    const bits = groups[combination] ?? new Uint8Array();
    const stretches = stretchesOf(hits.filter(({ concept }) => bits[concept] !== 0), { bits, parts: of.length, within });
    const shortest = stretches.sort((a, b) => a.end - a.start - (b.end - b.start))[0];
    return shortest === undefined ? [] : [{ combination, count: stretches.length, ...shortest }];
  });
}

/** For each hit the latest one of every group before it; a stretch is found where all are near enough. */
function stretchesOf(
  hits: readonly ConceptHit[],
  { bits, parts, within }: { bits: Uint8Array; parts: number; within: number },
): Span[] {
  const found: Span[] = [];
  const last: (ConceptHit | undefined)[] = Array.from({ length: parts });
  for (const hit of hits) {
    const own = bits[hit.concept] ?? 0;
    for (let group = 0; group < parts; group++) if ((own & (1 << group)) !== 0) last[group] = hit;
    const start = Math.min(...last.map((part) => part?.start ?? Number.NEGATIVE_INFINITY));
    if (hit.end - start > within || new Set(last).size < parts) continue;
    found.push({ start, end: hit.end });
    last.fill(undefined);
  }
  return found;
}
