import { parseInstant } from '../lib/instant.js';
import { paced } from '../lib/pace.js';
import { plainName } from '../lib/plain-name.js';
import { type Fault, ValidationFailed } from '../platform/errors/app-error.js';
import { itemFaultsOf, itemIndexOf } from '../platform/errors/item-faults.js';
import type { LlmDraft, MlDraft } from './event-drafts.js';
import type { LimitFault } from './limit-fault.js';
import type { IngestedOut, LLMEventIn, MlEventIn } from './ingest.dto.js';
import type { Receipt, Rejection, Submission } from './submission.js';

/** What a client may say about a request in its headers. */
export interface IngestHeaders {
  readonly idempotencyKey: string | undefined;
  readonly prefer: string | undefined;
}

const KEY = /^[\w.:-]{1,255}$/;

/** Puts a request together, a long one in parts.
 * @param toDraft reads one event of valid shape
 * @throws ValidationFailed where the Idempotency-Key is none */
export async function toSubmission<Event, Draft extends MlDraft | LlmDraft>(
  batch: { readonly events: readonly Event[] },
  headers: IngestHeaders,
  toDraft: (event: Event) => Draft,
): Promise<Submission<Draft>> {
  const idempotency = idempotencyOf(headers, batch.events);
  const faults = itemFaultsOf(batch);
  const faulty = new Set(faults.map(itemIndexOf));
  const drafts = await paced(batch.events, (event, index) =>
    faulty.has(index) ? null : { index, draft: toDraft(event) },
  );
  return { drafts: drafts.filter((draft) => draft !== null), faults, isLenient: isLenient(headers), idempotency };
}

/** @returns the prediction that a request brings */
export function toMlDraft(event: MlEventIn): MlDraft {
  return {
    senderId: event.event_id ?? null,
    modelName: plainName(event.model_name),
    prediction: event.prediction,
    inputData: event.input_data,
    latencyMs: withoutSign(event.latency_ms),
    timestamp: timestampOf(event),
  };
}

/** @returns the language model's call that a request brings */
export function toLlmDraft(event: LLMEventIn): LlmDraft {
  return {
    senderId: event.event_id ?? null,
    modelName: plainName(event.model_name),
    // What is judged and counted now must be what is read back later: BSON has no half characters.
    prompt: event.prompt.toWellFormed(),
    response: event.response.toWellFormed(),
    latencyMs: withoutSign(event.latency_ms),
    timestamp: timestampOf(event),
  };
}

/** Fields whose wire names differ from ours. */
const WIRE_NAMES: Readonly<Record<string, string>> = {
  modelName: 'model_name',
  inputData: 'input_data',
  senderId: 'event_id',
};

/** Says where in the request body an event breaks a limit.
 * @param index the event's place in its batch */
export function toFault({ path, code, msg }: LimitFault, index: number): Fault {
  const [field, ...rest] = path;
  const place = field === undefined ? [] : [WIRE_NAMES[field] ?? field, ...rest.map(shortened)];
  return { loc: ['body', 'events', index, ...place], code, msg };
}

/** The sender's own keys name the place; a long one is hardly a name. */
function shortened(part: string | number): string | number {
  return typeof part === 'string' ? part.slice(0, MAX_KEY_CHARS).toWellFormed() : part;
}

const MAX_KEY_CHARS = 64;

/** @param faults of the items, in their order
 * @returns one rejection an event, for its first fault */
export function toRejections(faults: readonly Fault[]): Rejection[] {
  const rejections = new Map<number, Rejection>();
  for (const fault of faults) {
    const index = itemIndexOf(fault) ?? 0;
    if (!rejections.has(index)) rejections.set(index, { index, code: fault.code, field: fault.loc.slice(3).join('.') });
  }
  return [...rejections.values()];
}

/** The wire form of a receipt: only a lenient one lists what was left out. */
export function toIngestedOut({ ingested, rejected }: Receipt, headers: IngestHeaders): IngestedOut {
  return isLenient(headers) ? { ingested, rejected: [...rejected] } : { ingested };
}

/** @returns whether faulty events are to be left out (RFC 7240) */
export function isLenient({ prefer = '' }: IngestHeaders): boolean {
  return prefer.split(/[,;]/).some((preference) => preference.trim().toLowerCase() === 'handling=lenient');
}

function idempotencyOf(
  { idempotencyKey: key }: IngestHeaders,
  events: readonly unknown[],
): Submission<MlDraft>['idempotency'] {
  if (key === undefined) return null;
  if (!KEY.test(key)) {
    const msg = 'must be 1-255 letters, digits, dots, colons, hyphens or underscores';
    throw new ValidationFailed([{ loc: ['header', 'Idempotency-Key'], code: 'idempotency_key', msg }]);
  }
  return { key, events };
}

/** Minus zero is zero. */
function withoutSign(latencyMs: number): number {
  return latencyMs + 0;
}

function timestampOf({ timestamp }: { readonly timestamp?: string }): Date | null {
  return timestamp === undefined ? null : parseInstant(timestamp);
}
