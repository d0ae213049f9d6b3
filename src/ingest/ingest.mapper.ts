import { parseInstant } from '../lib/instant.js';
import type { Fault } from '../platform/errors/app-error.js';
import type { LlmDraft, MlDraft } from './event-drafts.js';
import type { LimitFault } from './event-limits.js';
import type { LLMEventIn, MlEventIn } from './ingest.dto.js';

/** @returns the prediction that a request brings */
export function toMlDraft(event: MlEventIn): MlDraft {
  return {
    modelName: event.model_name,
    prediction: event.prediction,
    inputData: event.input_data,
    latencyMs: event.latency_ms,
    timestamp: timestampOf(event),
  };
}

/** @returns the language model's call that a request brings */
export function toLlmDraft(event: LLMEventIn): LlmDraft {
  return {
    modelName: event.model_name,
    prompt: event.prompt,
    response: event.response,
    latencyMs: event.latency_ms,
    timestamp: timestampOf(event),
  };
}

/** Fields whose wire names differ from ours. */
const WIRE_NAMES: Readonly<Record<string, string>> = { modelName: 'model_name', inputData: 'input_data' };

/** Says where in the request body an event breaks a limit.
 * @param index the event's place in its batch */
export function toFault({ path, code, msg }: LimitFault, index: number): Fault {
  const [field, ...rest] = path;
  const place = field === undefined ? [] : [WIRE_NAMES[field] ?? field, ...rest];
  return { loc: ['body', 'events', index, ...place], code, msg };
}

function timestampOf({ timestamp }: { readonly timestamp?: string }): Date | null {
  return timestamp === undefined ? null : parseInstant(timestamp);
}
