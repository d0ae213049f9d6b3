import { Injectable } from '@nestjs/common';
import type { DriftAssessed } from '../drift/drift.facts.js';
import { ModelProfilesStore } from '../drift/model-profiles.store.js';
import { inParts } from '../lib/in-parts.js';
import type { OrgId } from '../lib/org-id.js';
import type { LlmEvent, MlEvent, Verdict } from '../telemetry/telemetry.facts.js';
import { RiskPoliciesService } from './risk-policies.service.js';
import { llmVerdict, mlVerdict } from './verdicts.js';

/** Events that are judged before others get their turn: a millisecond or two. */
const EVENTS_AT_ONCE = 100;

/** Gathers what verdicts depend on, and gives them. */
@Injectable()
export class JudgeService {
  constructor(
    private readonly policies: RiskPoliciesService,
    private readonly profiles: ModelProfilesStore,
  ) {}

  /** Judges calls of language models by the organization's policy. */
  async calls(orgId: OrgId, events: readonly LlmEvent[]): Promise<Verdict[]> {
    const policy = await this.policies.of(orgId);
    return (await inParts(events, EVENTS_AT_ONCE, (part) => part.map((event) => llmVerdict(event, policy)))).flat();
  }

  /** Judges predictions by what is known of their models. */
  async predictions({ orgId, assessments, events }: DriftAssessed): Promise<Verdict[]> {
    const driftOf = new Map(assessments.map(({ modelName, driftPct }) => [modelName, driftPct]));
    const profiles = await this.profiles.findAll(orgId, [...driftOf.keys()]);
    const statsOf = new Map(profiles.map(({ modelName, featureStats }) => [modelName, featureStats]));
    const verdictOf = (event: MlEvent): Verdict =>
      mlVerdict(event, {
        driftPct: driftOf.get(event.modelName) ?? null,
        featureStats: statsOf.get(event.modelName) ?? null,
      });
    return (await inParts(events, EVENTS_AT_ONCE, (part) => part.map(verdictOf))).flat();
  }
}
