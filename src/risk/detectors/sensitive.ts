import type { Detector } from './detector.js';
import { ANY_MATCH, phrase, phraseStrength } from './phrases.js';

const PHRASES = [
  String.raw`\bpassword\b`,
  String.raw`\bapi\s*key\b`,
  String.raw`\bsecret\b`,
  String.raw`\bdatabase\s*access\b`,
  String.raw`\bprivate\s*data\b`,
  String.raw`\bcredentials\b`,
].map(phrase);

/** Talk of secrets: half of the risk score, flagged on any match.
 * @see contract "Formulas", sensitive patterns */
export const sensitive: Detector = {
  flag: 'sensitive_content',
  weight: 0.5,
  raisesFlagFrom: ANY_MATCH,
  strength: ({ whole }) => phraseStrength(PHRASES, whole),
};
