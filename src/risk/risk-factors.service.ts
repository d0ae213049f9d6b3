import { Injectable } from '@nestjs/common';
import { ModelProfilesStore } from '../drift/model-profiles.store.js';
import type { OrgId } from '../lib/org-id.js';
import { type MlRisk, factorsOf } from './ml-risk.js';

/** A prediction whose risk is asked about. */
export interface AskedPrediction {
  readonly modelName: string;
  readonly inputData: Readonly<Record<string, unknown>>;
  /** As it is stored. */
  readonly riskScore: number;
}

/** Says what the risk of a prediction is made of. */
@Injectable()
export class RiskFactorsService {
  constructor(private readonly profiles: ModelProfilesStore) {}

  /** What a label was made of isn't stored with it: the outlier is measured by the statistics that the model has now, and drift is what
   * of the score is left. */
  async of(orgId: OrgId, { modelName, inputData, riskScore }: AskedPrediction): Promise<MlRisk['factors']> {
    const profile = await this.profiles.find(orgId, modelName);
    return factorsOf({ inputData, riskScore, featureStats: profile?.featureStats ?? null });
  }
}
