import { tokenCount } from '../lib/token-count.js';
import type { LlmEvent, MlEvent } from '../telemetry/telemetry.facts.js';

/** What a protocol knows of an event; its timestamp is null where the sender named no time. */
type Draft<Event extends MlEvent | LlmEvent> = Omit<Event, 'id' | 'timestamp' | 'tokenCount'> & {
  /** The sender's own id, by which a retry is known; null without one. */
  readonly senderId: string | null;
  readonly timestamp: Date | null;
};

/** A prediction that was sent and isn't stored yet. */
export type MlDraft = Draft<MlEvent>;

/** A language model's call that was sent and isn't stored yet. */
export type LlmDraft = Draft<LlmEvent>;

/* Field by field: every event passes here, and copies of whole objects cost several times as much. */

/** @param id what it will be stored under
 * @param now time of arrival, for events that bring no time of their own */
export function mlEventOf(draft: MlDraft, id: string, now: Date): MlEvent {
  const { modelName, prediction, inputData, latencyMs, timestamp } = draft;
  return { id, modelName, prediction, inputData, latencyMs, timestamp: timestamp ?? now };
}

/** @param id what it will be stored under
 * @param now time of arrival, for events that bring no time of their own */
export function llmEventOf(draft: LlmDraft, id: string, now: Date): LlmEvent {
  const { modelName, prompt, response, latencyMs, timestamp } = draft;
  const tokens = tokenCount(prompt, response);
  return { id, modelName, prompt, response, latencyMs, tokenCount: tokens, timestamp: timestamp ?? now };
}
