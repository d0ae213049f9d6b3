import type { Detector } from './detector.js';
import { ANY_MATCH, phrase, phraseStrength } from './phrases.js';

const PHRASES = [
  String.raw`ignore\s+(previous|all)\s+instructions`,
  String.raw`act\s+as\s+(system|admin)`,
  String.raw`bypass\s+safety`,
  String.raw`developer\s+mode`,
].map(phrase);

/** Attempts to talk a model out of its rules: 0.3 of the risk score, flagged on any match.
 * @see contract "Formulas", jailbreak patterns */
export const jailbreak: Detector = {
  flag: 'jailbreak_pattern',
  weight: 0.3,
  raisesFlagFrom: ANY_MATCH,
  strength: ({ whole }) => phraseStrength(PHRASES, whole),
};
