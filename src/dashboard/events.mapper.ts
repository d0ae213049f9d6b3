import { parseInstant } from '../lib/instant.js';
import type { EventDetail, EventRow, EventSearch } from '../telemetry/event-reads.facts.js';
import type { EventDetailOut, FactorsOut, JudgementOut } from './event-detail.dto.js';
import type { EventOut, EventsSearchIn } from './events.dto.js';

/** Characters of a prompt in a list. */
const SHOWN = 200;

/** What a query asks for. */
export function toSearch({ model, model_prefix, label, flag, min_score, from, to }: EventsSearchIn): EventSearch {
  return {
    modelName: model,
    modelPrefix: model_prefix,
    label,
    flag,
    minScore: min_score,
    from: instantOf(from),
    to: instantOf(to),
  };
}

/** @returns undefined where the query says none */
export function instantOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : (parseInstant(text) ?? undefined);
}

/** The wire form of an event in a list. */
export function toEventOut(event: EventRow): EventOut {
  const { prompt } = event;
  return { ...toWhole(event), prompt: prompt === null ? null : prompt.slice(0, SHOWN).toWellFormed() };
}

/** The wire form of a whole event.
 * @param factors of its risk, where none are stored with it; null where it has none */
export function toEventDetailOut(event: EventDetail, factors: FactorsOut | null): EventDetailOut {
  return {
    ...toWhole(event),
    response: event.response,
    input_data: event.inputData,
    risk: toJudgementOut(event.risk),
    factors: event.risk?.factors ?? factors,
    masked: event.masked,
    benign_at: event.benignAt?.toISOString() ?? null,
    dead: event.dead === null ? null : { code: event.dead.code, at: event.dead.at.toISOString() },
  };
}

/** Factors are told beside it: predictions of every policy have them. */
function toJudgementOut(judgement: EventDetail['risk']): JudgementOut | null {
  if (judgement === null) return null;
  const { policy, version, evidence } = judgement;
  return { policy, version, evidence };
}

function toWhole(event: EventRow): Pick<EventOut, keyof EventOut> {
  return {
    id: event.id,
    kind: event.kind,
    model_name: event.modelName,
    timestamp: event.timestamp.toISOString(),
    latency_ms: event.latencyMs,
    riskScore: event.riskScore,
    riskLabel: event.riskLabel,
    flags: event.flags,
    token_count: event.tokenCount,
    prompt: event.prompt,
    prediction: event.prediction,
  };
}
