import { createHash } from 'node:crypto';
import { llmEvent, mlEvent, riskyCall } from '../../support/factories.js';

/** The two kinds of events. */
export type Kind = 'ml' | 'llm';

/** A batch to be sent, again and again until it is acknowledged. */
export interface MarkedBatch {
  readonly key: string;
  readonly kind: Kind;
  /** One an event. What an event says follows from its marker alone, so two batches can bring the same event. */
  readonly markers: readonly string[];
  /** Whether the events carry their marker as `event_id`. */
  readonly hasEventIds: boolean;
}

const RISKY_SHARE = 0.03;
const MODELS = 3;

/** @returns whether the call of this marker must end as risky */
export function isRisky(marker: string): boolean {
  return hash(marker) / 0xff_ff_ff_ff < RISKY_SHARE;
}

/** @returns the request's body */
export function bodyOf({ kind, markers, hasEventIds }: MarkedBatch): object {
  const events = markers.map((marker) => ({
    ...(kind === 'ml' ? markedPrediction(marker) : markedCall(marker)),
    ...(hasEventIds ? { event_id: marker } : {}),
  }));
  return { events };
}

/** @returns the marker in a stored event */
export function markerOf(kind: Kind, document: Readonly<Record<string, unknown>>): string {
  if (kind === 'ml') return String((document['input_data'] as { marker?: unknown }).marker);
  return String(document['prompt']).split('#').at(-1) ?? '';
}

function markedPrediction(marker: string): object {
  const model_name = `prediction-${hash(marker) % MODELS}`;
  return mlEvent({ model_name, latency_ms: hash(marker) % 50, input_data: { marker, amount: hash(marker) % 1000 } });
}

function markedCall(marker: string): object {
  const model_name = `call-${hash(marker) % MODELS}`;
  const call = isRisky(marker) ? riskyCall() : llmEvent();
  return { ...call, model_name, latency_ms: hash(marker) % 500, prompt: `${call.prompt} #${marker}` };
}

function hash(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32LE(0);
}
