import { Injectable } from '@nestjs/common';
import type { FeatureStats } from '../lib/feature-stats.js';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { NotFound } from '../platform/errors/app-error.js';
import type { ModelProfile } from './model-profile.js';
import { ModelProfilesStore } from './model-profiles.store.js';

/** Reads and sets what is normal for models. */
@Injectable()
export class ModelProfilesService {
  constructor(
    private readonly profiles: ModelProfilesStore,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound where the model has no baseline yet */
  async read(orgId: OrgId, modelName: string): Promise<ModelProfile> {
    const profile = await this.profiles.find(orgId, modelName);
    if (profile === null) throw new NotFound('Profile of the model');
    return profile;
  }

  /** Replaces the profile; the next drift score uses it. */
  async set(orgId: OrgId, modelName: string, wanted: WantedProfile): Promise<ModelProfile> {
    return this.profiles.set(orgId, modelName, { ...wanted, now: this.clock.now() });
  }
}

interface WantedProfile {
  readonly baselineLatencyMs: number;
  readonly featureStats: FeatureStats | null;
}
