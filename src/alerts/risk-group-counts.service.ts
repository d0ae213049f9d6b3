import { Injectable } from '@nestjs/common';
import { HOUR_MS, shifted } from '../lib/duration.js';
import { Clock } from '../platform/clock.js';
import { AppConfig } from '../platform/config/app-config.js';
import { On } from '../platform/event-bus.js';
import { RollupsStore } from '../telemetry/rollups.store.js';
import { RollupsRefreshed } from '../telemetry/telemetry.facts.js';
import { groupedRiskAlert } from './alert-rules.js';
import { RiskGroupsStore } from './risk-groups.store.js';
import { RISK_WINDOW_MS } from './risk-window.js';

/** How long after its last event the count of a group is still looked after. */
const COUNTED_FOR_MS = HOUR_MS;

/** Keeps the counts of grouped alerts. Which events a group stands for is never written down: how many there are is read from
 * the roll-ups, which are recounted from the events themselves, so that no retry counts any twice. */
@Injectable()
export class RiskGroupCountsService {
  constructor(
    private readonly groups: RiskGroupsStore,
    private readonly rollups: RollupsStore,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  @On(RollupsRefreshed)
  async recount({ orgId }: RollupsRefreshed): Promise<void> {
    if (this.config.maxRiskAlerts === 0) return;
    const touched = await this.groups.touchedSince(orgId, shifted(this.clock.now(), -COUNTED_FOR_MS));
    for (const from of touched) {
      const count = await this.rollups.riskyCount(orgId, { from, to: shifted(from, RISK_WINDOW_MS) });
      const { message } = groupedRiskAlert({ from, count, maxSingle: this.config.maxRiskAlerts });
      await this.groups.recount(orgId, from, { count, message });
    }
  }
}
