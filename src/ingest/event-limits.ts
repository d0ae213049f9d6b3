import { DAY_MS, MINUTE_MS } from '../lib/duration.js';
import { jsonFault } from '../lib/json-fault.js';
import type { LlmDraft, MlDraft } from './event-drafts.js';
import type { Placed } from './submission.js';

/** What bounds one event; each is a setting. */
export interface EventLimits {
  /** Bytes as JSON. */
  readonly maxEventBytes: number;
  /** Characters of a prompt or response. */
  readonly maxTextChars: number;
  readonly maxModelNameChars: number;
  readonly maxInputKeys: number;
  readonly maxInputDepth: number;
  readonly retentionDays: number;
  readonly maxClockAheadMinutes: number;
}

/** One limit that an event breaks. */
export interface LimitFault {
  /** From the event to the place, the event's own field first; empty where the whole event is meant. */
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly msg: string;
}

/** @param now for the age of the timestamp
 * @returns every limit that a prediction breaks */
export function mlFaults(draft: MlDraft, limits: EventLimits, now: Date): LimitFault[] {
  const { maxInputDepth: maxDepth, maxInputKeys: maxEntries, maxEventBytes } = limits;
  const faults = (['inputData', 'prediction'] as const).flatMap((field) => {
    const fault = jsonFault(draft[field], { maxDepth, maxEntries });
    return fault === null ? [] : [{ ...fault, path: [field, ...fault.path] }];
  });
  // A value that is too deep to be stored is too deep to be measured.
  const isTooLarge = faults.length === 0 && jsonBytes(draft.inputData) + jsonBytes(draft.prediction) > maxEventBytes;
  return [...commonFaults(draft, limits, now), ...faults, ...(isTooLarge ? [tooLarge(maxEventBytes)] : [])];
}

/** @param now for the age of the timestamp
 * @returns every limit that a language model's call breaks */
export function llmFaults(draft: LlmDraft, limits: EventLimits, now: Date): LimitFault[] {
  const { maxTextChars, maxEventBytes } = limits;
  const texts = (['prompt', 'response'] as const).flatMap((field) => tooLong(field, draft[field], maxTextChars));
  const isTooLarge = Buffer.byteLength(draft.prompt) + Buffer.byteLength(draft.response) > maxEventBytes;
  return [...commonFaults(draft, limits, now), ...texts, ...(isTooLarge ? [tooLarge(maxEventBytes)] : [])];
}

function commonFaults(draft: MlDraft | LlmDraft, limits: EventLimits, now: Date): LimitFault[] {
  const name = tooLong('modelName', draft.modelName, limits.maxModelNameChars);
  return draft.timestamp === null ? name : [...name, ...timeFaults(draft.timestamp, limits, now)];
}

function timeFaults(timestamp: Date, limits: EventLimits, now: Date): LimitFault[] {
  const aheadMs = timestamp.getTime() - now.getTime();
  const path = ['timestamp'];
  if (aheadMs > limits.maxClockAheadMinutes * MINUTE_MS) {
    return [{ path, code: 'in_the_future', msg: `must be at most ${limits.maxClockAheadMinutes} minutes ahead` }];
  }
  if (-aheadMs > limits.retentionDays * DAY_MS) {
    return [{ path, code: 'too_old', msg: `must be at most ${limits.retentionDays} days ago` }];
  }
  return [];
}

function tooLong(field: string, text: string, maxChars: number): LimitFault[] {
  if (text.length <= maxChars) return [];
  return [{ path: [field], code: 'max_length', msg: `must be at most ${maxChars} characters long` }];
}

/** An id that several events of a batch carry can't tell them apart.
 * @returns by place, the fault of each event whose id an earlier one has */
export function repeatedIds(drafts: readonly Placed<MlDraft | LlmDraft>[]): ReadonlyMap<number, readonly LimitFault[]> {
  const seen = new Set<string>();
  const faults = new Map<number, readonly LimitFault[]>();
  for (const { draft, index } of drafts) {
    if (draft.senderId === null) continue;
    if (seen.has(draft.senderId)) faults.set(index, [REPEATED_ID]);
    seen.add(draft.senderId);
  }
  return faults;
}

const REPEATED_ID: LimitFault = { path: ['senderId'], code: 'duplicate_event_id', msg: 'must be unique in its batch' };

function tooLarge(maxBytes: number): LimitFault {
  return { path: [], code: 'event_too_large', msg: `must take at most ${maxBytes} bytes` };
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
