import type { Types } from 'mongoose';
import type { LlmEventDocument } from './llm-event.schema.js';
import type { MlEventDocument } from './ml-event.schema.js';
import type { LlmEvent, MlEvent, Verdict } from './telemetry.facts.js';

/** @param organization_id one object for all documents of a batch
 * @param verdict its label, where it has one already
 * @returns the document of a prediction */
export function mlDocument(organization_id: Types.ObjectId, event: MlEvent, verdict?: Verdict): MlEventDocument {
  const document = {
    _id: event.id,
    organization_id,
    model_name: event.modelName,
    prediction: event.prediction,
    input_data: event.inputData,
    latency_ms: event.latencyMs,
    timestamp: event.timestamp,
  };
  if (verdict === undefined) return document;
  const { eventId: _known, ...label } = verdict;
  return { ...document, ...label };
}

/** @param organization_id one object for all documents of a batch
 * @param verdict its label, where it has one already
 * @returns the document of a language model's call */
export function llmDocument(organization_id: Types.ObjectId, event: LlmEvent, verdict?: Verdict): LlmEventDocument {
  const document = {
    _id: event.id,
    organization_id,
    model_name: event.modelName,
    prompt: event.prompt,
    response: event.response,
    latency_ms: event.latencyMs,
    token_count: event.tokenCount,
    timestamp: event.timestamp,
    ...(event.masked === undefined ? {} : { masked: event.masked }),
  };
  if (verdict === undefined) return document;
  const { eventId: _known, ...label } = verdict;
  return { ...document, ...label };
}

/** @returns the prediction that a document holds */
export function mlEvent(document: MlEventDocument): MlEvent {
  return {
    id: document._id,
    modelName: document.model_name,
    prediction: document.prediction,
    inputData: document.input_data,
    latencyMs: document.latency_ms,
    timestamp: document.timestamp,
  };
}

/** @returns the call that a document holds */
export function llmEvent(document: LlmEventDocument): LlmEvent {
  return {
    id: document._id,
    modelName: document.model_name,
    prompt: document.prompt,
    response: document.response,
    latencyMs: document.latency_ms,
    tokenCount: document.token_count,
    timestamp: document.timestamp,
    ...(document.masked === undefined ? {} : { masked: document.masked }),
  };
}
