import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Coalescer } from '../lib/coalescer.js';
import { SECOND_MS } from '../lib/duration.js';
import { EventBus } from '../platform/event-bus.js';
import { JobFailures } from '../platform/probes/job-failures.js';
import { RollupRefreshService } from './rollup-refresh.service.js';
import { RollupsRefreshed } from './telemetry.facts.js';

/** Brings roll-ups up to date with their events, level by level, by recounting whole buckets. */
@Injectable()
export class RollupsService {
  private readonly logger = new Logger(RollupsService.name);
  private readonly runs = new Coalescer<void>();

  constructor(
    private readonly refreshing: RollupRefreshService,
    private readonly bus: EventBus,
    private readonly failures: JobFailures,
  ) {}

  /** Runs by itself every second until nothing is dirty but large buckets that rest. */
  @Interval(SECOND_MS)
  async refresh(): Promise<void> {
    await this.run('due', true);
  }

  /** Runs until nothing is dirty. A call during a run waits for the next one: the run under way may have looked for dirty buckets
   * before the caller's were. */
  async flush(): Promise<void> {
    await this.run('all', false);
  }

  private async run(name: string, isPatient: boolean): Promise<void> {
    await this.runs.run(name, async () => {
      try {
        const organizations = await this.refreshing.refresh(isPatient);
        for (const orgId of organizations) await this.bus.publish(new RollupsRefreshed(orgId));
        this.failures.succeeded('rollups');
      } catch (error) {
        this.failures.failed('rollups');
        this.logger.warn({ msg: 'roll-ups not refreshed, the next run tries again', err: error });
      }
    });
  }
}
