import { combinations } from '../rules/combinations.js';
import type { CombinationHit } from '../rules/find-combinations.js';

/** What the second step of the model knows of a text. */
export interface TextSigns {
  /** The learned text model's logit. */
  readonly textLogit: number;
  readonly combinationHits: readonly CombinationHit[];
  /** How many words for concepts there are. */
  readonly conceptCount: number;
  /** Characters of the normal form. */
  readonly length: number;
  /** Whether concepts were found in something that was hidden. */
  readonly isHidden: boolean;
  /** Marks of disguise: invisible letters, letters of other scripts. */
  readonly disguises: number;
}

/** Beyond this the text model isn't believed any more. */
const MAX_TEXT_LOGIT = 4;

/** In a long text one match says less. */
const HALF_LENGTH = 1500;
const OTHERS = 8;

/** How many features the second step has. */
export const STACK_FEATURES = combinations.length + OTHERS;

/** The features of the second step: every rule, the text model, and how dense the matches are. Each is made so that more
 * of it means more risk; training keeps weights at 0 or above, so that no source can teach the model that a rule's match
 * is harmless. The length only says how much a match says: by itself it tells sources apart, not attacks. */
export function stackFeatures(signs: TextSigns): Float64Array {
  const { textLogit, combinationHits, conceptCount, length, isHidden, disguises } = signs;
  const features = new Float64Array(STACK_FEATURES);
  for (const { combination } of combinationHits) features[combination] = 1 / (1 + length / HALF_LENGTH);
  const logit = Math.max(-MAX_TEXT_LOGIT, Math.min(MAX_TEXT_LOGIT, textLogit)) / 2;
  const rules = combinationHits.length;
  const matches = combinationHits.reduce((sum, { count }) => sum + Math.min(3, count), 0);
  const others = [
    logit,
    Math.min(1, rules / 3),
    Math.min(3, matches / (1 + length / 1500)),
    rules > 0 ? logit : 0,
    rules > 0 ? 1 : 0,
    Math.min(1, conceptCount / (3 + length / 40)),
    isHidden && rules > 0 ? 1 : 0,
    Math.min(1, disguises / 3),
  ];
  others.forEach((value, index) => (features[combinations.length + index] = value));
  return features;
}
