import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DriftMetricsStore } from '../drift/drift-metrics.store.js';
import { DriftAssessed } from '../drift/drift.facts.js';
import { MINUTE_MS } from '../lib/duration.js';
import { Clock } from '../platform/clock.js';
import { AlertsService } from './alerts.service.js';
import { AlertsStore } from './alerts.store.js';

/** Looks after alerts whose model has fallen silent: nobody announces that a drift score has expired. */
@Injectable()
export class AlertReviewService {
  private readonly logger = new Logger(AlertReviewService.name);

  constructor(
    private readonly alerts: AlertsStore,
    private readonly service: AlertsService,
    private readonly drift: DriftMetricsStore,
    private readonly clock: Clock,
  ) {}

  /** Runs by itself every minute. */
  @Interval(MINUTE_MS)
  async review(): Promise<void> {
    try {
      for (const { orgId, type, modelName } of await this.alerts.openConditions()) {
        if (type !== 'drift' || modelName === null) continue;
        const driftPct = await this.drift.latestScore(orgId, modelName, this.clock.now());
        if (driftPct === null) await this.service.watchDrift(new DriftAssessed(orgId, [{ modelName, driftPct }], []));
      }
    } catch (error) {
      this.logger.warn({ msg: 'open alerts not reviewed, the next run tries again', err: error });
    }
  }
}
