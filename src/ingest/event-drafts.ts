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

/** @param id what it will be stored under
 * @param now time of arrival, for events that bring no time of their own */
export function mlEventOf({ senderId: _known, ...draft }: MlDraft, id: string, now: Date): MlEvent {
  return { ...draft, id, timestamp: draft.timestamp ?? now };
}

/** @param id what it will be stored under
 * @param now time of arrival, for events that bring no time of their own */
export function llmEventOf({ senderId: _known, ...draft }: LlmDraft, id: string, now: Date): LlmEvent {
  return { ...draft, id, tokenCount: tokenCount(draft.prompt, draft.response), timestamp: draft.timestamp ?? now };
}
