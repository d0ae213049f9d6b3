import { Injectable } from '@nestjs/common';
import { shifted } from '../lib/duration.js';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { BaselineService } from './baseline.service.js';
import { DriftMetricsStore } from './drift-metrics.store.js';
import { DRIFT_WINDOW_MS } from './drift-window.js';
import { DriftWindowsService } from './drift-windows.service.js';
import type { DriftAssessment } from './drift.facts.js';
import { latencyDriftPct } from './methods/latency-drift.js';

/** Compares a model's last window with its baseline and saves what comes out. */
@Injectable()
export class DriftAssessor {
  constructor(
    private readonly baselines: BaselineService,
    private readonly windows: DriftWindowsService,
    private readonly metrics: DriftMetricsStore,
    private readonly clock: Clock,
  ) {}

  /** @param unlabelled times of events that are stored and wait for their labels
   * @returns the model's current score; one without events or baseline keeps its latest until that expires */
  async assess(orgId: OrgId, modelName: string, unlabelled: readonly Date[]): Promise<DriftAssessment> {
    const now = this.clock.now();
    const profile = await this.baselines.profileOf(orgId, modelName, now);
    const meanLatencyMs = profile === null ? null : await this.windows.meanMs(orgId, modelName, now, unlabelled);
    const driftPct = latencyDriftPct(meanLatencyMs, profile?.baselineLatencyMs ?? null);
    if (driftPct === null || meanLatencyMs === null) {
      return {
        modelName,
        driftPct: await this.metrics.latestScore(orgId, modelName, now),
      };
    }
    const windowStart = shifted(now, -DRIFT_WINDOW_MS);
    await this.metrics.save(orgId, { modelName, windowStart, windowEnd: now, meanLatencyMs, driftPct });
    return { modelName, driftPct };
  }
}
