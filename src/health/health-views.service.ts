import { Injectable } from '@nestjs/common';
import { DAY_MS, shifted } from '../lib/duration.js';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { HealthAssessor } from './health-assessor.service.js';
import { HealthHistoryStore } from './health-history.store.js';
import { lowestOfEach } from './health-range.js';
import type { HealthPoint } from './health.facts.js';
import type { ModelHealth } from './model-health.js';

/** Points in an answer at most: of more, each stands for several steps. */
const MAX_POINTS = 1000;

/** The health of models, and of the past, for display. */
@Injectable()
export class HealthViewsService {
  constructor(
    private readonly assessor: HealthAssessor,
    private readonly history: HealthHistoryStore,
    private readonly clock: Clock,
  ) {}

  /** @returns the worst first */
  async models(orgId: OrgId): Promise<ModelHealth[]> {
    return this.assessor.models(orgId);
  }

  /** @param range `to` is now, and `from` a day before it, where they are left out
   * @returns the lowest scores of steps of time, the oldest first, at most 1,000 */
  async past(
    orgId: OrgId,
    range: { readonly from: Date | undefined; readonly to: Date | undefined },
  ): Promise<HealthPoint[]> {
    const to = range.to ?? this.clock.now();
    const from = range.from ?? shifted(to, -DAY_MS);
    return lowestOfEach(await this.history.within(orgId, { from, to }), MAX_POINTS);
  }
}
