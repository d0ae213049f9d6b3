import type { Detector } from '../../../src/risk/detectors/detector.js';

const LETTERS = /\p{L}/gu;
const CAPITALS = /\p{Lu}/gu;

/** Prompts in capitals: raises its flag from nine tenths on, and leaves the score as it is. */
export const shouting: Detector = {
  flag: 'shouting',
  weight: 0,
  raisesFlagFrom: 0.9,
  strength: ({ prompt }) => count(prompt, CAPITALS) / Math.max(1, count(prompt, LETTERS)),
};

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
