import { DAY_MS, MINUTE_MS } from '../lib/duration.js';
import { inspectJson } from '../lib/json-fault.js';
import { hasUnseenCharacters } from '../lib/plain-name.js';
import type { LlmDraft, MlDraft } from './event-drafts.js';
import type { LimitFault } from './limit-fault.js';
import { probabilityFaults } from './probabilities.js';
import type { Placed } from './submission.js';

/** What bounds one event; each is a setting. */
export interface EventLimits {
  /** Bytes as JSON. */
  readonly maxEventBytes: number;
  /** Bytes of a prediction as JSON. */
  readonly maxPredictionBytes: number;
  /** Characters of a prompt or response. */
  readonly maxTextChars: number;
  readonly maxModelNameChars: number;
  readonly maxInputKeys: number;
  readonly maxInputDepth: number;
  readonly retentionDays: number;
  readonly maxClockAheadMinutes: number;
}

/** @param now for the age of the timestamp
 * @returns every limit that a prediction breaks */
export function mlFaults(draft: MlDraft, limits: EventLimits, now: Date): LimitFault[] {
  const bounds = { maxDepth: limits.maxInputDepth, maxEntries: limits.maxInputKeys };
  const input = inspectJson(draft.inputData, bounds);
  const prediction = inspectJson(draft.prediction, bounds);
  const faults = commonFaults(draft, limits, now);
  if (input.fault !== null) faults.push({ ...input.fault, path: ['inputData', ...input.fault.path] });
  if (prediction.fault !== null) faults.push({ ...prediction.fault, path: ['prediction', ...prediction.fault.path] });
  // A value that is too deep to be stored is too deep to be measured.
  if (input.fault !== null || prediction.fault !== null) return faults;
  faults.push(...probabilityFaults(draft.inputData));
  const { maxPredictionBytes, maxEventBytes } = limits;
  if (prediction.maxBytes > maxPredictionBytes && jsonBytes(draft.prediction) > maxPredictionBytes)
    faults.push(tooLarge(['prediction'], maxPredictionBytes));
  const mayBeTooLarge = input.maxBytes + prediction.maxBytes > maxEventBytes;
  if (mayBeTooLarge && jsonBytes(draft.inputData) + jsonBytes(draft.prediction) > maxEventBytes)
    faults.push(tooLarge([], maxEventBytes));
  return faults;
}

/** @param now for the age of the timestamp
 * @returns every limit that a language model's call breaks */
export function llmFaults(draft: LlmDraft, limits: EventLimits, now: Date): LimitFault[] {
  const { maxTextChars, maxEventBytes } = limits;
  const texts = (['prompt', 'response'] as const).flatMap((field) => tooLong(field, draft[field], maxTextChars));
  const isTooLarge = Buffer.byteLength(draft.prompt) + Buffer.byteLength(draft.response) > maxEventBytes;
  return [...commonFaults(draft, limits, now), ...texts, ...(isTooLarge ? [tooLarge([], maxEventBytes)] : [])];
}

function commonFaults(draft: MlDraft | LlmDraft, limits: EventLimits, now: Date): LimitFault[] {
  const faults = tooLong('modelName', draft.modelName, limits.maxModelNameChars);
  for (const field of ['modelName', 'senderId'] as const) {
    if (hasUnseenCharacters(draft[field] ?? '')) faults.push({ path: [field], ...UNSEEN });
  }
  return draft.timestamp === null ? faults : [...faults, ...timeFaults(draft.timestamp, limits, now)];
}

const UNSEEN = { code: 'unseen_characters', msg: 'must hold no control, invisible or direction characters' };

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

function tooLarge(path: LimitFault['path'], maxBytes: number): LimitFault {
  const code = path.length === 0 ? 'event_too_large' : 'prediction_too_large';
  return { path, code, msg: `must take at most ${maxBytes} bytes` };
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
