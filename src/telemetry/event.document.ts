import { Types } from 'mongoose';
import type { OrgId } from '../lib/org-id.js';
import type { LlmEventDocument } from './llm-event.schema.js';
import type { MlEventDocument } from './ml-event.schema.js';
import type { LlmEvent, MlEvent } from './telemetry.facts.js';

/** @returns the document of a prediction that has no label yet */
export function mlDocument(orgId: OrgId, event: MlEvent): MlEventDocument {
  return {
    _id: event.id,
    organization_id: new Types.ObjectId(orgId),
    model_name: event.modelName,
    prediction: event.prediction,
    input_data: event.inputData,
    latency_ms: event.latencyMs,
    timestamp: event.timestamp,
  };
}

/** @returns the document of a language model's call that has no label yet */
export function llmDocument(orgId: OrgId, event: LlmEvent): LlmEventDocument {
  return {
    _id: event.id,
    organization_id: new Types.ObjectId(orgId),
    model_name: event.modelName,
    prompt: event.prompt,
    response: event.response,
    latency_ms: event.latencyMs,
    token_count: event.tokenCount,
    timestamp: event.timestamp,
    ...(event.masked === undefined ? {} : { masked: event.masked }),
  };
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
