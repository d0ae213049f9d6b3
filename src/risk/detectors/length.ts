import { textLength } from '../../lib/text-length.js';
import type { Detector } from './detector.js';

const FULL_STRENGTH_CODE_POINTS = 2000;

/** Long prompts: 0.2 of the risk score at 2,000 code points and above, flagged from 1,600.
 * @see contract "Formulas": min(1, len(prompt)/2000) */
export const length: Detector = {
  flag: 'long_prompt',
  weight: 0.2,
  raisesFlagFrom: 0.8,
  strength: ({ prompt }) => Math.min(1, textLength(prompt) / FULL_STRENGTH_CODE_POINTS),
};
