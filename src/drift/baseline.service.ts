import { Injectable, Logger } from '@nestjs/common';
import { shifted } from '../lib/duration.js';
import type { OrgId } from '../lib/org-id.js';
import { EventsStore } from '../telemetry/events.store.js';
import { LatencyWindowsService } from '../telemetry/latency-windows.service.js';
import { DRIFT_WINDOW_MS } from './drift-window.js';
import type { ModelProfile } from './model-profile.js';
import { ModelProfilesStore } from './model-profiles.store.js';

/** Learns what is normal for a model, from its own first traffic: the mean latency over its first full window. Simple, and
 * wrong for a model whose first minutes are unusual: then set the profile. */
@Injectable()
export class BaselineService {
  private readonly logger = new Logger(BaselineService.name);

  constructor(
    private readonly profiles: ModelProfilesStore,
    private readonly events: EventsStore,
    private readonly windows: LatencyWindowsService,
  ) {}

  /** @returns the model's profile, learned now where its first window has just become full; null before that */
  async profileOf(orgId: OrgId, modelName: string, now: Date): Promise<ModelProfile | null> {
    return (await this.profiles.find(orgId, modelName)) ?? (await this.learn(orgId, modelName, now));
  }

  private async learn(orgId: OrgId, modelName: string, now: Date): Promise<ModelProfile | null> {
    const from = await this.events.firstTimestamp(orgId, 'ml', modelName);
    if (from === null) return null;
    const to = shifted(from, DRIFT_WINDOW_MS);
    if (to > now) return null;
    const { meanMs: baselineLatencyMs } = await this.windows.read({ orgId, kind: 'ml', modelName }, { from, to });
    if (baselineLatencyMs === null) return null;
    this.logger.log({ msg: 'baseline learned', orgId, baselineLatencyMs });
    return this.profiles.learn(orgId, modelName, { baselineLatencyMs, now });
  }
}
