import { closestMatch } from 'leven';
import type { Fault } from '../errors/app-error.js';
import { shownName } from './shown-name.js';

/** Longer names are no misspelling of ours. */
const MAX_COMPARED_CHARS = 64;

/** A difference of one letter in so many is a misspelling, rather than another name. */
const CHARS_A_SLIP = 2.5;
const MAX_SLIPS = 3;

/** What is wrong with a query parameter that the route doesn't have.
 * @param known those it has */
export function unknownParameter(name: string, known: readonly string[]): Fault {
  return { loc: ['query', shownName(name)], code: 'unknown_parameter', msg: hint(name, known) };
}

/** What is wrong with a key that an object of a request body doesn't have.
 * @param parents where the object stands, from `body`
 * @param known the keys it has */
export function unknownKey(
  name: string,
  { parents, known }: { readonly parents: Fault['loc']; readonly known: readonly string[] },
): Fault {
  return { loc: [...parents, shownName(name)], code: 'unknown_key', msg: hint(name, known) };
}

function hint(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === null ? 'is not known' : `is not known; did you mean "${nearest}"?`;
}

/** The known name that a misspelt one most likely stands for. `minScore` and `min-score` are as near to `min_score`
 * as can be.
 * @returns null where none is near */
export function nearestName(name: string, known: readonly string[]): string | null {
  if (name.length > MAX_COMPARED_CHARS) return null;
  const letters = lettersOf(name);
  const maxDistance = Math.min(MAX_SLIPS, Math.floor(letters.length / CHARS_A_SLIP));
  const nearest = closestMatch(letters, known.map(lettersOf), { maxDistance });
  return known.find((one) => lettersOf(one) === nearest) ?? null;
}

function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '');
}
