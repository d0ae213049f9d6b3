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

/** What a concept is to a rule: the groups it serves for. */
interface Part {
  readonly combination: number;
  readonly groups: readonly number[];
}

const partsOf: readonly (readonly Part[])[] = concepts.map(({ name }) =>
  combinations
    .map(({ of }, combination) => ({
      combination,
      groups: of.flatMap((names, group) => (names.includes(name) ? [group] : [])),
    }))
    .filter(({ groups }) => groups.length > 0),
);

/** The rules that hold in a text, by their place in the list.
 * @param hits its concepts, by the order of their ends */
export function findCombinations(hits: readonly ConceptHit[]): readonly CombinationHit[] {
  const last: ConceptHit[][] = combinations.map(() => []);
  const found: (CombinationHit | undefined)[] = combinations.map(() => undefined);
  for (const hit of hits) {
    for (const { combination, groups } of partsOf[hit.concept] ?? []) {
      const latest = last[combination] ?? [];
      for (const group of groups) latest[group] = hit;
      const span = stretchOf(latest, combination);
      if (span === null) continue;
      found[combination] = better(found[combination], { combination, count: 1, ...span });
      latest.length = 0;
    }
  }
  return found.filter((hit) => hit !== undefined);
}

/** The stretch from the first to the last of a rule's latest concepts; null where one is missing, where one stretch of text
 * stands for two, or where they are too far apart. */
function stretchOf(latest: readonly (ConceptHit | undefined)[], combination: number): Span | null {
  const { of, within } = combinations[combination] ?? { of: [], within: 0 };
  let start = Number.POSITIVE_INFINITY;
  let end = 0;
  for (let group = 0; group < of.length; group++) {
    const hit = latest[group];
    if (hit === undefined) return null;
    for (let other = 0; other < group; other++) if (overlap(latest[other], hit)) return null;
    start = Math.min(start, hit.start);
    end = Math.max(end, hit.end);
  }
  return end - start > within ? null : { start, end };
}

function overlap(one: ConceptHit | undefined, other: ConceptHit): boolean {
  return one !== undefined && one.start < other.end && other.start < one.end;
}

function better(known: CombinationHit | undefined, hit: CombinationHit): CombinationHit {
  if (known === undefined) return hit;
  const shorter = hit.end - hit.start < known.end - known.start ? hit : known;
  return { ...shorter, count: known.count + 1 };
}
