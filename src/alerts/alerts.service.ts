import { Injectable } from '@nestjs/common';
import { DriftAssessed } from '../drift/drift.facts.js';
import { HealthScored } from '../health/health.facts.js';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { AppConfig } from '../platform/config/app-config.js';
import { On } from '../platform/event-bus.js';
import { AlertDeliveryService } from './alert-delivery.service.js';
import { type AlertDraft, driftAlert, healthAlert } from './alert-rules.js';
import type { Condition } from './alerts.facts.js';
import { AlertsStore } from './alerts.store.js';

/** Drift alerts open from this share of the latency threshold on: 2000 ms is a score of 20. */
const THRESHOLD_MS_PER_PERCENT = 100;

/** Raises alerts of what lasts, drift and bad health, and resolves them when it has ended. */
@Injectable()
export class AlertsService {
  constructor(
    private readonly alerts: AlertsStore,
    private readonly delivery: AlertDeliveryService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  @On(DriftAssessed)
  async watchDrift({ orgId, assessments }: DriftAssessed): Promise<void> {
    const thresholdPct = this.config.driftLatencyThresholdMs / THRESHOLD_MS_PER_PERCENT;
    for (const { modelName, driftPct } of assessments) {
      const draft = driftPct === null ? null : driftAlert({ modelName, driftPct, thresholdPct });
      await this.settle(orgId, { type: 'drift', modelName }, draft);
    }
  }

  @On(HealthScored)
  async watchHealth({ orgId, score }: HealthScored): Promise<void> {
    await this.settle(orgId, { type: 'health', modelName: null }, healthAlert({ score }));
  }

  private async settle(orgId: OrgId, condition: Condition, draft: AlertDraft | null): Promise<void> {
    const now = this.clock.now();
    if (draft === null) return this.alerts.resolve(orgId, condition, now);
    const raised = await this.alerts.raise(orgId, draft, now);
    if (raised !== null) await this.delivery.deliver([raised]);
  }
}
