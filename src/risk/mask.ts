import { sensitiveEvidence, type Evidence } from './evidence.js';
import type { LlmCall } from './assess-call.js';
import type { Masking } from './risk-policy.js';
import { normalText } from './text/normal-text.js';

/** What stands in the place of each masked UTF-16 unit: spans stay where they were. */
const MASK = '*';

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
  const found = (text: string, part: Evidence['part']) =>
    sensitiveEvidence(normalText(text), part).filter(({ flag }) => flags.includes(flag));
  const inPrompt = found(prompt, 'prompt');
  const inResponse = found(response, 'response');
  return {
    prompt: maskSpans(prompt, inPrompt),
    response: maskSpans(response, inResponse),
    masked: [...inPrompt, ...inResponse],
  };
}

function maskSpans(text: string, spans: readonly Evidence[]): string {
  let masked = text;
  for (const { start, end } of spans) masked = masked.slice(0, start) + MASK.repeat(end - start) + masked.slice(end);
  return masked;
}
