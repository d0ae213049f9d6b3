import { type Evidence, unreadEvidence } from './evidence.js';
import type { LlmCall } from './assess-call.js';
import { mostTelling } from './most-telling.js';
import type { Masking } from './risk-policy.js';
import { findPatterns } from './rules/find-patterns.js';
import { normalText, type Span } from './text/normal-text.js';

/** What stands in the place of each masked UTF-16 unit: spans stay where they were. */
const MASK = '*';

/** Masked places that are told of one text; beyond that they are masked all the same. */
const MAX_TOLD = 200;

const MASKED_FLAGS: Readonly<Record<Masking, readonly string[]>> = {
  off: [],
  secrets: ['secret_leak'],
  'secrets+pii': ['secret_leak', 'pii_leak'],
};

/** A call in which what is sensitive was replaced by as many asterisks, and what that was. */
export interface MaskedCall extends LlmCall {
  readonly masked: readonly Evidence[];
}

/** Takes secrets, or secrets and data of persons, out of a call, to the end of both texts.
 * @returns the call as it may be stored; as it was where nothing is to be masked */
export function maskCall({ prompt, response }: LlmCall, masking: Masking): MaskedCall {
  const flags = MASKED_FLAGS[masking];
  if (flags.length === 0) return { prompt, response, masked: [] };
  const inPrompt = maskText(prompt, 'prompt', flags);
  const inResponse = maskText(response, 'response', flags);
  return { prompt: inPrompt.text, response: inResponse.text, masked: [...inPrompt.told, ...inResponse.told] };
}

/** What wasn't read, because the text is made of look-alikes, is masked like what was found. */
function maskText(text: string, part: Evidence['part'], flags: readonly string[]) {
  const normal = normalText(text);
  const { hits, unread } = findPatterns(normal, { flags });
  const found = hits.map(({ rule: { rule, flag, strength }, start, end }) => ({
    rule,
    flag,
    part,
    ...normal.origin(start, end),
    strength,
  }));
  const left = unreadEvidence(normal, part, unread);
  const leftSpans = unread.map(({ start, end }) => normal.origin(start, end));
  return { text: maskSpans(text, [...found, ...leftSpans]), told: [...left, ...mostTelling(found, MAX_TOLD)] };
}

function maskSpans(text: string, spans: readonly Span[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    if (end <= at) continue;
    const from = Math.max(at, start);
    pieces.push(text.slice(at, from), MASK.repeat(end - from));
    at = end;
  }
  return pieces.length === 0 ? text : pieces.join('') + text.slice(at);
}
