import { Injectable, Logger } from '@nestjs/common';
import { DAY_MS } from '../lib/duration.js';
import { Clock } from '../platform/clock.js';
import { AppConfig } from '../platform/config/app-config.js';
import { type Bucket, bucketsAround } from './rollup-bucket.js';
import { RollupBucketsStore } from './rollup-buckets.store.js';
import { FINEST_LEVEL, levelAbove, type RollupLevel } from './rollup-levels.js';
import { signalBucketsAround, signalDays } from './signal-bucket.js';
import { SignalRollupsStore } from './signal-rollups.store.js';
import { UpgradesStore } from './upgrades.store.js';

const BUCKETS_AT_ONCE = 1000;

/** Says what is made of what, and gives the roll-ups of a database that has only the finest level the others. */
@Injectable()
export class RollupLevelsService {
  private readonly logger = new Logger(RollupLevelsService.name);
  private isBuilt = false;

  constructor(
    private readonly buckets: RollupBucketsStore,
    private readonly upgrades: UpgradesStore,
    private readonly signals: SignalRollupsStore,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Marks what is made of some buckets as lagging behind: the level above, and of the finest level the signals too. */
  async raise(level: RollupLevel, buckets: readonly Bucket[]): Promise<void> {
    if (level === FINEST_LEVEL) await this.signals.touch(signalBucketsAround(buckets), this.clock.now());
    const above = levelAbove(level);
    if (above !== null) await this.buckets.touch(above, bucketsAround(above, buckets));
  }

  /** Marks what is made of the finest level as lagging behind all of it, unless that was done in this database before; what follows
   * does the rest. May be repeated: a crash on the way only means that it begins again. */
  async ensureBuilt(): Promise<void> {
    if (this.isBuilt) return;
    const above = levelAbove(FINEST_LEVEL) ?? FINEST_LEVEL;
    await this.build('rollup_levels', async (buckets) => this.buckets.touch(above, bucketsAround(above, buckets)));
    const now = this.clock.now();
    const oldestMs = now.getTime() - signalDays(this.config) * DAY_MS;
    await this.build('signal_rollups', async (buckets) => {
      const kept = signalBucketsAround(buckets).filter(({ startMs }) => startMs >= oldestMs);
      await this.signals.touch(kept, now);
    });
    this.isBuilt = true;
  }

  /** @param name by which it is noted down once it is done */
  private async build(name: string, mark: (buckets: readonly Bucket[]) => Promise<void>): Promise<void> {
    if (await this.upgrades.isDone(name)) return;
    let count = 0;
    for await (const buckets of this.buckets.all(FINEST_LEVEL, BUCKETS_AT_ONCE)) {
      await mark(buckets);
      count += buckets.length;
    }
    if (count > 0) this.logger.log({ msg: 'roll-ups are being built', name, buckets: count });
    await this.upgrades.setDone(name);
  }
}
