import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Coalescer } from '../lib/coalescer.js';
import { MINUTE_MS } from '../lib/duration.js';
import { EventBus, On } from '../platform/event-bus.js';
import { RollupsRefreshed } from '../telemetry/telemetry.facts.js';
import { HealthAssessor } from './health-assessor.service.js';
import { HealthHistoryStore } from './health-history.store.js';
import { healthPoint } from './health-range.js';
import { HealthScoresStore } from './health-scores.store.js';
import { HealthScored } from './health.facts.js';

/** Keeps health scores up to date: whenever new figures are there, and every minute. */
@Injectable()
export class HealthService {
  private readonly logger = new Logger(HealthService.name);
  private readonly runs = new Coalescer<number>();

  constructor(
    private readonly assessor: HealthAssessor,
    private readonly scores: HealthScoresStore,
    private readonly history: HealthHistoryStore,
    private readonly bus: EventBus,
  ) {}

  /** Scores one organization now. */
  @On(RollupsRefreshed)
  async score({ orgId }: RollupsRefreshed): Promise<void> {
    const score = await this.runs.run(orgId, async () => {
      const health = await this.assessor.assess(orgId);
      await this.scores.save(orgId, health);
      await this.history.add(orgId, healthPoint(health));
      return health.score;
    });
    await this.bus.publish(new HealthScored(orgId, score));
  }

  /** Runs by itself every minute: windows move on, also without traffic. */
  @Interval(MINUTE_MS)
  async scoreAll(): Promise<void> {
    try {
      for (const orgId of await this.scores.organizations()) await this.score({ orgId });
    } catch (error) {
      this.logger.warn({ msg: 'health not recomputed, the next run tries again', err: error });
    }
  }
}
