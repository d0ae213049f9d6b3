import { Injectable } from '@nestjs/common';
import type { DriftAssessed } from '../drift/drift.facts.js';
import { DriftEpisodesStore } from '../drift/drift-episodes.store.js';
import { ModelProfilesStore } from '../drift/model-profiles.store.js';
import type { OrgId } from '../lib/org-id.js';
import { Pace, paced } from '../lib/pace.js';
import type { LlmEvent, MlEvent, Verdict } from '../telemetry/telemetry.facts.js';
import { RiskPoliciesService } from './risk-policies.service.js';
import { llmVerdict, mlVerdict } from './verdicts.js';

const NOTHING: ReadonlySet<string> = new Set();
const NO_FEATURES: ReadonlyMap<string, ReadonlySet<string>> = new Map();

/** Gathers what verdicts depend on, and gives them. */
@Injectable()
export class JudgeService {
  constructor(
    private readonly policies: RiskPoliciesService,
    private readonly profiles: ModelProfilesStore,
    private readonly episodes: DriftEpisodesStore,
  ) {}

  /** Judges calls of language models by the organization's policy. */
  async calls(orgId: OrgId, events: readonly LlmEvent[]): Promise<Verdict[]> {
    const policy = await this.policies.of(orgId);
    const pace = new Pace();
    const verdicts: Verdict[] = [];
    for (const event of events) {
      if (pace.isDue()) await pace.rest();
      verdicts.push(await llmVerdict(event, policy));
    }
    return verdicts;
  }

  /** Judges predictions by the organization's policy and what is known of their models. */
  async predictions({ orgId, assessments, events }: DriftAssessed): Promise<Verdict[]> {
    const { policy } = await this.policies.of(orgId);
    const driftOf = new Map(assessments.map(({ modelName, driftPct }) => [modelName, driftPct]));
    const names = [...driftOf.keys()];
    const profiles = new Map(
      (await this.profiles.findAll(orgId, names)).map((profile) => [profile.modelName, profile]),
    );
    const drifting = policy === 'calibrated' ? await this.episodes.driftingFeatures(orgId, names) : NO_FEATURES;
    const verdictOf = (event: MlEvent): Verdict => {
      const context = {
        driftPct: driftOf.get(event.modelName) ?? null,
        featureStats: profiles.get(event.modelName)?.featureStats ?? null,
        robustStats: profiles.get(event.modelName)?.robustStats ?? null,
        driftingFeatures: drifting.get(event.modelName) ?? NOTHING,
      };
      return mlVerdict(event, context, policy);
    };
    return paced(events, verdictOf);
  }
}
