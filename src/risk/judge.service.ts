import { Injectable } from '@nestjs/common';
import type { DriftAssessed } from '../drift/drift.facts.js';
import { ModelProfilesStore } from '../drift/model-profiles.store.js';
import type { OrgId } from '../lib/org-id.js';
import type { LlmEvent, Verdict } from '../telemetry/telemetry.facts.js';
import { RiskPoliciesService } from './risk-policies.service.js';
import { llmVerdict, mlVerdict } from './verdicts.js';

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
    return events.map((event) => llmVerdict(event, policy));
  }

  /** Judges predictions by what is known of their models. */
  async predictions({ orgId, assessments, events }: DriftAssessed): Promise<Verdict[]> {
    const driftOf = new Map(assessments.map(({ modelName, driftPct }) => [modelName, driftPct]));
    const profiles = await this.profiles.findAll(orgId, [...driftOf.keys()]);
    const statsOf = new Map(profiles.map(({ modelName, featureStats }) => [modelName, featureStats]));
    return events.map((event) =>
      mlVerdict(event, {
        driftPct: driftOf.get(event.modelName) ?? null,
        featureStats: statsOf.get(event.modelName) ?? null,
      }),
    );
  }
}
