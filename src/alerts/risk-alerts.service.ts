import { Injectable } from '@nestjs/common';
import { groupBy } from '../lib/group-by.js';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { AppConfig } from '../platform/config/app-config.js';
import { On } from '../platform/event-bus.js';
import { RiskAssessed } from '../risk/risk.facts.js';
import { AlertDeliveryService } from './alert-delivery.service.js';
import { groupedRiskAlert, riskAlert } from './alert-rules.js';
import { AlertsStore, type RiskDraft } from './alerts.store.js';
import { RiskGroupsStore } from './risk-groups.store.js';
import { riskWindowOf } from './risk-window.js';

/** Raises one alert a risky event; from the bound of a span of event time on, one for the rest of the span. */
@Injectable()
export class RiskAlertsService {
  constructor(
    private readonly alerts: AlertsStore,
    private readonly groups: RiskGroupsStore,
    private readonly delivery: AlertDeliveryService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  @On(RiskAssessed)
  async watchRisk({ orgId, kind, labels }: RiskAssessed): Promise<void> {
    const drafts = labels.flatMap((label) => {
      const draft = riskAlert({ kind, ...label });
      return draft === null
        ? []
        : [{ ...draft, kind, eventId: label.eventId, riskWindow: riskWindowOf(label.timestamp) }];
    });
    const windows = groupBy(drafts, ({ riskWindow }) => riskWindow.getTime());
    for (const [startMs, own] of windows) await this.raise(orgId, new Date(startMs), own);
  }

  private async raise(orgId: OrgId, riskWindow: Date, drafts: readonly RiskDraft[]): Promise<void> {
    const now = this.clock.now();
    const single = await this.withRoom(orgId, riskWindow, drafts);
    await this.delivery.deliver(await this.alerts.raiseForEvents(orgId, single, now));
    if (single.length === drafts.length) return;
    const draft = groupedRiskAlert({ from: riskWindow, count: 0, maxSingle: this.config.maxRiskAlerts });
    const group = await this.groups.open(orgId, riskWindow, { draft, now });
    if (group !== null) await this.delivery.deliver([group]);
  }

  /** Those that get an alert of their own, or have it from an earlier try. */
  private async withRoom(orgId: OrgId, riskWindow: Date, drafts: readonly RiskDraft[]): Promise<readonly RiskDraft[]> {
    const { maxRiskAlerts } = this.config;
    if (maxRiskAlerts === 0) return drafts;
    const room = maxRiskAlerts - (await this.groups.countSingle(orgId, riskWindow, maxRiskAlerts));
    if (drafts.length <= room) return drafts;
    const ids = drafts.map(({ eventId }) => eventId);
    const known = await this.groups.withAlert(orgId, ids);
    const fresh = drafts.filter(({ eventId }) => !known.has(eventId)).slice(0, room);
    const chosen = new Set([...known, ...fresh.map(({ eventId }) => eventId)]);
    return drafts.filter(({ eventId }) => chosen.has(eventId));
  }
}
