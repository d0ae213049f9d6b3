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
  const last: (ConceptHit | undefined)[][] = combinations.map(({ of }) => of.map(() => undefined));
  const found: (CombinationHit | undefined)[] = combinations.map(() => undefined);
  for (const hit of hits) {
    for (const { combination, groups } of partsOf[hit.concept] ?? []) {
      const latest = last[combination] ?? [];
      for (const group of groups) latest[group] = hit;
      const span = stretchOf(latest, combination);
      if (span === null) continue;
      found[combination] = better(found[combination], combination, span);
      latest.fill(undefined);
    }
  }
  return found.filter((hit) => hit !== undefined);
}

/** The stretch from the first to the last of a rule's latest concepts; null where one is missing, where one stretch of text
 * stands for two, or where they are too far apart. */
function stretchOf(latest: readonly (ConceptHit | undefined)[], combination: number): Span | null {
  let start = Number.MAX_SAFE_INTEGER;
  let end = 0;
  for (const hit of latest) {
    if (hit === undefined) return null;
    start = Math.min(start, hit.start);
    end = Math.max(end, hit.end);
  }
  // Asked first, because it is the cheaper question.
  if (end - start > (combinations[combination]?.within ?? 0)) return null;
  for (let group = 1; group < latest.length; group++) {
    for (let other = 0; other < group; other++) if (overlap(latest[other], latest[group])) return null;
  }
  return { start, end };
}

function overlap(one: ConceptHit | undefined, other: ConceptHit | undefined): boolean {
  return one !== undefined && other !== undefined && one.start < other.end && other.start < one.end;
}

function better(known: CombinationHit | undefined, combination: number, span: Span): CombinationHit {
  if (known === undefined) return { combination, count: 1, start: span.start, end: span.end };
  const { start, end } = span.end - span.start < known.end - known.start ? span : known;
  return { combination, count: known.count + 1, start, end };
}
