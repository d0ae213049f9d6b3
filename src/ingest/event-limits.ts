import { DAY_MS, MINUTE_MS } from '../lib/duration.js';
import { parseInstant } from '../lib/instant.js';
import { jsonFault } from '../lib/json-fault.js';
import type { AppConfig } from '../platform/config/app-config.js';
import type { Fault } from '../platform/errors/app-error.js';
import type { LLMEventIn, MlEventIn } from './ingest.dto.js';

/** The settings that bound one event. */
export type EventLimits = Pick<
  AppConfig,
  | 'maxEventBytes'
  | 'maxTextChars'
  | 'maxModelNameChars'
  | 'maxInputKeys'
  | 'maxInputDepth'
  | 'retentionDays'
  | 'maxClockAheadMinutes'
>;

type FieldFault = Omit<Fault, 'loc'> & { readonly path: readonly (string | number)[] };

/** What an event breaks of the configured limits.
 * @param event of valid shape
 * @param now for the age of its timestamp
 * @returns faults with paths from the event's root */
export function mlFaults(event: MlEventIn, limits: EventLimits, now: Date): FieldFault[] {
  const { maxInputDepth: maxDepth, maxInputKeys: maxEntries, maxEventBytes } = limits;
  const faults = (['input_data', 'prediction'] as const).flatMap((field) => {
    const fault = jsonFault(event[field], { maxDepth, maxEntries });
    return fault === null ? [] : [{ ...fault, path: [field, ...fault.path] }];
  });
  // A value that is too deep to be stored is too deep to be measured.
  const isTooLarge = faults.length === 0 && jsonBytes(event.input_data) + jsonBytes(event.prediction) > maxEventBytes;
  return [...commonFaults(event, limits, now), ...faults, ...(isTooLarge ? [tooLarge(maxEventBytes)] : [])];
}

/** @see mlFaults */
export function llmFaults(event: LLMEventIn, limits: EventLimits, now: Date): FieldFault[] {
  const { maxTextChars, maxEventBytes } = limits;
  const texts = (['prompt', 'response'] as const).flatMap((field) => tooLong(field, event[field], maxTextChars));
  const isTooLarge = Buffer.byteLength(event.prompt) + Buffer.byteLength(event.response) > maxEventBytes;
  return [...commonFaults(event, limits, now), ...texts, ...(isTooLarge ? [tooLarge(maxEventBytes)] : [])];
}

function commonFaults(event: MlEventIn | LLMEventIn, limits: EventLimits, now: Date): FieldFault[] {
  return [
    ...tooLong('model_name', event.model_name, limits.maxModelNameChars),
    ...timestampFaults(event.timestamp, limits, now),
  ];
}

function timestampFaults(text: string | undefined, limits: EventLimits, now: Date): FieldFault[] {
  const instant = text === undefined ? null : parseInstant(text);
  if (instant === null) return [];
  const aheadMs = instant.getTime() - now.getTime();
  const path = ['timestamp'];
  if (aheadMs > limits.maxClockAheadMinutes * MINUTE_MS) {
    return [{ path, code: 'in_the_future', msg: `must be at most ${limits.maxClockAheadMinutes} minutes ahead` }];
  }
  if (-aheadMs > limits.retentionDays * DAY_MS) {
    return [{ path, code: 'too_old', msg: `must be at most ${limits.retentionDays} days ago` }];
  }
  return [];
}

function tooLong(field: string, text: string, maxChars: number): FieldFault[] {
  if (text.length <= maxChars) return [];
  return [{ path: [field], code: 'max_length', msg: `must be at most ${maxChars} characters long` }];
}

function tooLarge(maxBytes: number): FieldFault {
  return { path: [], code: 'event_too_large', msg: `must take at most ${maxBytes} bytes` };
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
