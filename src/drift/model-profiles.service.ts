import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { FeatureStats } from '../lib/feature-stats.js';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { NotFound, ValidationFailed } from '../platform/errors/app-error.js';
import { ActiveModelsService } from '../telemetry/active-models.service.js';
import { UpgradesStore } from '../telemetry/upgrades.store.js';
import type { ModelProfile } from './model-profile.js';
import { ModelProfilesStore, type SetProfile } from './model-profiles.store.js';

/** The change by which profiles of before count as models, too. */
const UPGRADE = 'profiles_count_as_models';
const AT_ONCE = 1000;

/** Reads and sets what is normal for models. */
@Injectable()
export class ModelProfilesService implements OnApplicationBootstrap {
  private readonly logger = new Logger(ModelProfilesService.name);

  constructor(
    private readonly profiles: ModelProfilesStore,
    private readonly models: ActiveModelsService,
    private readonly upgrades: UpgradesStore,
    private readonly clock: Clock,
  ) {}

  /** Counts the models of profiles that were set before profiles counted. What fails is done by the next start. */
  async onApplicationBootstrap(): Promise<void> {
    try {
      if (await this.upgrades.isDone(UPGRADE)) return;
      for (let page: SetProfile[] = []; ;) {
        page = await this.profiles.setByHand(page.at(-1)?.id ?? '', AT_ONCE);
        for (const { orgId, modelName } of page) await this.models.countProfile(orgId, modelName);
        if (page.length < AT_ONCE) break;
      }
      await this.upgrades.setDone(UPGRADE);
    } catch (error) {
      this.logger.warn({ msg: 'profiles not counted as models, the next start tries again', err: error });
    }
  }

  /** @throws NotFound where the model has no baseline yet */
  async read(orgId: OrgId, modelName: string): Promise<ModelProfile> {
    const profile = await this.profiles.find(orgId, modelName);
    if (profile === null) throw new NotFound('Profile of the model');
    return profile;
  }

  /** Replaces the profile; the next drift score uses it.
   * @throws ValidationFailed where that would be one model more than the organization may have */
  async set(orgId: OrgId, modelName: string, wanted: WantedProfile): Promise<ModelProfile> {
    const now = this.clock.now();
    if (!(await this.models.admitProfile(orgId, modelName, now))) throw new ValidationFailed([TOO_MANY_MODELS]);
    return this.profiles.set(orgId, modelName, { ...wanted, now });
  }

  /** Forgets a profile that was set; what is normal is learned again. One that was learned stays.
   * @returns what was forgotten; null where there was none */
  async unset(orgId: OrgId, modelName: string): Promise<ModelProfile | null> {
    const forgotten = await this.profiles.unset(orgId, modelName);
    if (forgotten !== null) await this.models.releaseProfile(orgId, modelName);
    return forgotten;
  }
}

const TOO_MANY_MODELS = {
  loc: ['path', 'model_name'],
  code: 'too_many_models',
  msg: 'would be one model more than the organization may have',
} as const;

interface WantedProfile {
  readonly baselineLatencyMs: number;
  readonly featureStats: FeatureStats | null;
}
