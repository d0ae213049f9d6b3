import { Injectable } from '@nestjs/common';
import { MINUTE_MS, shifted } from '../lib/duration.js';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { AppConfig } from '../platform/config/app-config.js';
import { EventsStore } from '../telemetry/events.store.js';
import { BaselineService } from './baseline.service.js';
import { DriftMetricsStore } from './drift-metrics.store.js';
import { DRIFT_WINDOW_MS } from './drift-window.js';
import type { DriftAssessment } from './drift.facts.js';
import { latencyDriftPct } from './methods/latency-drift.js';

/** Compares a model's last window with its baseline and saves what comes out. */
@Injectable()
export class DriftAssessor {
  constructor(
    private readonly baselines: BaselineService,
    private readonly events: EventsStore,
    private readonly metrics: DriftMetricsStore,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** @returns the model's current score; one without events or baseline keeps its latest until that expires */
  async assess(orgId: OrgId, modelName: string): Promise<DriftAssessment> {
    const now = this.clock.now();
    const profile = await this.baselines.profileOf(orgId, modelName, now);
    const windowStart = shifted(now, -DRIFT_WINDOW_MS);
    const meanLatencyMs = await this.events.meanLatencyMs(orgId, 'ml', modelName, {
      from: windowStart,
      // A client's clock may be ahead; what it sent just now counts now.
      to: shifted(now, this.config.maxClockAheadMinutes * MINUTE_MS + 1),
    });
    const driftPct = latencyDriftPct(meanLatencyMs, profile?.baselineLatencyMs ?? null);
    if (driftPct === null || meanLatencyMs === null) {
      return {
        modelName,
        driftPct: await this.metrics.latestScore(orgId, modelName, now),
      };
    }
    await this.metrics.save(orgId, { modelName, windowStart, windowEnd: now, meanLatencyMs, driftPct });
    return { modelName, driftPct };
  }
}
