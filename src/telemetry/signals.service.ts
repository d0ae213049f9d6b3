import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Coalescer } from '../lib/coalescer.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, shifted } from '../lib/duration.js';
import { groupBy } from '../lib/group-by.js';
import { SIGNAL_BUCKET_MS } from '../lib/signal-name.js';
import { Clock } from '../platform/clock.js';
import { AppConfig } from '../platform/config/app-config.js';
import { EventBus } from '../platform/event-bus.js';
import { sealedBeforeMs } from './rollup-keeping.js';
import { FINEST_LEVEL } from './rollup-levels.js';
import { seriesKey } from './rollup-runs.js';
import { againMs, type CountedSignals, SIGNAL_GRACE_MS, type SignalRollup, signalDays } from './signal-bucket.js';
import { SignalCountsService } from './signal-counts.service.js';
import { SignalRollupsStore } from './signal-rollups.store.js';
import { SignalsCounted } from './telemetry.facts.js';

/** Buckets taken at once. */
const BUCKETS_AT_ONCE = 50;

/** Counts the signals of buckets, every minute while they fill and when they are complete, and announces them. */
@Injectable()
export class SignalsService {
  private readonly logger = new Logger(SignalsService.name);
  private readonly runs = new Coalescer<void>();

  constructor(
    private readonly rollups: SignalRollupsStore,
    private readonly signals: SignalCountsService,
    private readonly bus: EventBus,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Runs by itself every second until no bucket is due. */
  @Interval(SECOND_MS)
  async count(): Promise<void> {
    await this.runs.run('all', async () => {
      try {
        let due: readonly SignalRollup[];
        do {
          due = await this.rollups.due(this.clock.now(), BUCKETS_AT_ONCE);
          if (due.length > 0) await this.settle(await this.countAll(due));
        } while (due.length === BUCKETS_AT_ONCE);
      } catch (error) {
        this.logger.warn({ msg: 'signals not counted, the next run tries again', err: error });
      }
    });
  }

  /** Runs by itself every hour. */
  @Interval(HOUR_MS)
  async deleteOld(): Promise<void> {
    try {
      await this.rollups.deleteBefore(shifted(this.clock.now(), -signalDays(this.config) * DAY_MS));
    } catch (error) {
      this.logger.warn({ msg: 'old signals not deleted, the next run tries again', err: error });
    }
  }

  private async countAll(due: readonly SignalRollup[]): Promise<CountedSignals[]> {
    const counted: CountedSignals[] = [];
    const nowMs = this.clock.now().getTime();
    const sealedMs = sealedBeforeMs(FINEST_LEVEL, this.config, this.clock.now());
    // One after the other: a busy model's bucket is a long reading, and others want the database, too.
    for (const rollup of due) {
      const found = await this.signals.count(rollup, rollup.startMs);
      // Where some events may have been deleted, fewer of them say less than what is known.
      const isShrunk = rollup.startMs < sealedMs && found.events < (rollup.counts?.events ?? 0);
      const isComplete = rollup.isComplete || nowMs >= rollup.startMs + SIGNAL_BUCKET_MS + SIGNAL_GRACE_MS;
      const again = isComplete ? null : new Date(againMs(rollup, nowMs));
      counted.push({ rollup, counts: isShrunk ? (rollup.counts ?? found) : found, isComplete, again });
    }
    return counted;
  }

  /** Written, announced, and then no longer due: so nothing that was counted goes unheard, whenever this process dies. */
  private async settle(counted: readonly CountedSignals[]): Promise<void> {
    await this.rollups.write(counted);
    for (const own of groupBy(counted, ({ rollup }) => seriesKey(rollup)).values()) {
      const [first] = own;
      if (first === undefined) continue;
      const { orgId, kind, modelName } = first.rollup;
      const isHeard = await this.announce(new SignalsCounted(orgId, kind, modelName));
      const later = shifted(this.clock.now(), MINUTE_MS);
      await this.rollups.clear(isHeard ? own : own.map((one) => ({ ...one, again: later })));
    }
  }

  /** @returns false where a listener failed */
  private async announce(fact: SignalsCounted): Promise<boolean> {
    try {
      await this.bus.publish(fact);
      return true;
    } catch (error) {
      this.logger.error({ msg: 'counted signals not heard, they are announced again', orgId: fact.orgId, err: error });
      return false;
    }
  }
}
