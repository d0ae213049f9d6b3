import { textLength } from './text-length.js';

const CODE_POINTS_PER_TOKEN = 4;

/** Estimates the tokens of one LLM call, without a model's tokenizer.
 * @param prompt what was asked
 * @param response what was answered
 * @returns tokens, a whole number >= 1
 * @see contract "Formulas": max(1, floor(len(prompt + response) / 4)), len in code points */
export function tokenCount(prompt: string, response: string): number {
  // Counted apart: joining could fuse two halves of a surrogate pair into one code point.
  const length = textLength(prompt) + textLength(response);
  return Math.max(1, Math.floor(length / CODE_POINTS_PER_TOKEN));
}
