import type { Types } from 'mongoose';
import { newId } from '../../../src/lib/ids.js';
import { tokenCount } from '../../../src/lib/token-count.js';
import { llmDocument, mlDocument } from '../../../src/telemetry/event.document.js';
import type { EventKind } from '../../../src/telemetry/telemetry.facts.js';

/** An event as clients send it, of about 400 bytes. */
export type Sent = Readonly<Record<string, unknown>>;

const MODELS = ['fraud-v3', 'churn-v1', 'support-bot', 'ranking-v2'];
const WORDS = 'the order of last week has not arrived yet and the customer asks where it is now'.split(' ');

/** @param nth makes the event differ from its neighbours, in a way that is the same in every run */
export function sentEvent(kind: EventKind, nth: number, timestamp?: Date): Sent {
  const common = {
    model_name: MODELS[nth % MODELS.length],
    latency_ms: 20 + ((nth * 37) % 900),
    ...(timestamp === undefined ? {} : { timestamp: timestamp.toISOString() }),
  };
  return kind === 'ml' ? { ...common, ...prediction(nth) } : { ...common, ...call(nth) };
}

function prediction(nth: number): Sent {
  const features = Object.fromEntries(
    Array.from({ length: 12 }, (_none, index) => [`feature_${index}`, ((nth * 31 + index * 17) % 1000) / 7]),
  );
  return { prediction: nth % 50 === 0 ? 'fraud' : 'legit', input_data: { probabilities: [0.9, 0.1], features } };
}

function call(nth: number): Sent {
  const sentence = (length: number): string =>
    Array.from({ length }, (_none, index) => WORDS[(nth * 7 + index * 3) % WORDS.length]).join(' ');
  // Every fiftieth talks of secrets, as real traffic does now and then.
  return { prompt: `${nth % 50 === 0 ? 'my password is gone: ' : ''}${sentence(30)}`, response: sentence(30) };
}

/** The body of a batch. */
export function bodyOf(events: readonly Sent[]): Buffer {
  return Buffer.from(JSON.stringify({ events }));
}

/** The document that an event becomes. */
export function documentOf(organization: Types.ObjectId, kind: EventKind, event: Sent): object {
  const stored = { id: newId(Date.now()), timestamp: new Date(), latencyMs: Number(event['latency_ms']) };
  const modelName = String(event['model_name']);
  if (kind === 'ml') {
    const inputData = event['input_data'] as Record<string, unknown>;
    return mlDocument(organization, { ...stored, modelName, prediction: event['prediction'], inputData });
  }
  const [prompt, response] = [String(event['prompt']), String(event['response'])];
  return llmDocument(organization, {
    ...stored,
    modelName,
    prompt,
    response,
    tokenCount: tokenCount(prompt, response),
  });
}
