import { sensitiveEvidence, type Evidence } from './evidence.js';
import type { LlmCall } from './assess-call.js';
import type { Masking } from './risk-policy.js';
import { normalText } from './text/normal-text.js';

/** What stands in the place of each masked UTF-16 unit: spans stay where they were. */
const MASK = '*';

/** Looks at one text at most: enough for a thousand matches of one rule. */
const MAX_LOOKS = 50;

/** Fewer matches than this are all there are. */
const MATCHES_OF_ONE_LOOK = 20;

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

/** Takes secrets, or secrets and data of persons, out of a call.
 * @returns the call as it may be stored; as it was where nothing is to be masked */
export function maskCall({ prompt, response }: LlmCall, masking: Masking): MaskedCall {
  const flags = MASKED_FLAGS[masking];
  if (flags.length === 0) return { prompt, response, masked: [] };
  const inPrompt = maskText(prompt, 'prompt', flags);
  const inResponse = maskText(response, 'response', flags);
  return { prompt: inPrompt.text, response: inResponse.text, masked: [...inPrompt.found, ...inResponse.found] };
}

/** One look tells a bounded number of matches, so that a text of nothing but addresses is looked at again without the
 * ones that are masked already. */
function maskText(text: string, part: Evidence['part'], flags: readonly string[]) {
  const found: Evidence[] = [];
  let masked = text;
  for (let look = 0; look < MAX_LOOKS; look++) {
    const spans = sensitiveEvidence(normalText(masked), part).filter(({ flag }) => flags.includes(flag));
    if (spans.length === 0) break;
    found.push(...spans);
    masked = maskSpans(masked, spans);
    if (spans.length < MATCHES_OF_ONE_LOOK) break;
  }
  return { text: masked, found: found.slice(0, MAX_TOLD) };
}

function maskSpans(text: string, spans: readonly Evidence[]): string {
  let masked = text;
  for (const { start, end } of spans) masked = masked.slice(0, start) + MASK.repeat(end - start) + masked.slice(end);
  return masked;
}
