import { newId } from '../lib/ids.js';
import { parseInstant } from '../lib/instant.js';
import { tokenCount } from '../lib/token-count.js';
import type { LlmEvent, MlEvent } from '../telemetry/telemetry.facts.js';
import type { LLMEventIn, MlEventIn } from './ingest.dto.js';

/** @param now time of arrival, for events that bring no time of their own */
export function toMlEvent(event: MlEventIn, now: Date): MlEvent {
  return {
    id: newId(now.getTime()),
    modelName: event.model_name,
    prediction: event.prediction,
    inputData: event.input_data,
    latencyMs: event.latency_ms,
    timestamp: timestampOf(event.timestamp, now),
  };
}

/** @param now time of arrival, for events that bring no time of their own */
export function toLlmEvent(event: LLMEventIn, now: Date): LlmEvent {
  return {
    id: newId(now.getTime()),
    modelName: event.model_name,
    prompt: event.prompt,
    response: event.response,
    latencyMs: event.latency_ms,
    tokenCount: tokenCount(event.prompt, event.response),
    timestamp: timestampOf(event.timestamp, now),
  };
}

function timestampOf(text: string | undefined, now: Date): Date {
  return (text === undefined ? null : parseInstant(text)) ?? now;
}
