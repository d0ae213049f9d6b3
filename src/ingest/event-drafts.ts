import { newId } from '../lib/ids.js';
import { tokenCount } from '../lib/token-count.js';
import type { LlmEvent, MlEvent } from '../telemetry/telemetry.facts.js';

/** What a protocol knows of an event; null where the sender named no time. */
type Draft<Event extends MlEvent | LlmEvent> = Omit<Event, 'id' | 'timestamp' | 'tokenCount'> & {
  readonly timestamp: Date | null;
};

/** A prediction that was sent and isn't stored yet. */
export type MlDraft = Draft<MlEvent>;

/** A language model's call that was sent and isn't stored yet. */
export type LlmDraft = Draft<LlmEvent>;

/** @param now time of arrival, for events that bring no time of their own */
export function mlEventOf(draft: MlDraft, now: Date): MlEvent {
  return { ...draft, id: newId(now.getTime()), timestamp: draft.timestamp ?? now };
}

/** @param now time of arrival, for events that bring no time of their own */
export function llmEventOf(draft: LlmDraft, now: Date): LlmEvent {
  const { prompt, response, timestamp } = draft;
  return { ...draft, id: newId(now.getTime()), tokenCount: tokenCount(prompt, response), timestamp: timestamp ?? now };
}
