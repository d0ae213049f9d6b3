import { Injectable, Logger } from '@nestjs/common';
import { bucketsAround } from './rollup-bucket.js';
import { RollupBucketsStore } from './rollup-buckets.store.js';
import { FINEST_LEVEL, levelAbove } from './rollup-levels.js';
import { UpgradesStore } from './upgrades.store.js';

/** What is noted down once it is done. */
const UPGRADE = 'rollup_levels';
const BUCKETS_AT_ONCE = 1000;

/** Gives the roll-ups of a database that has only the finest level the ones above. */
@Injectable()
export class RollupLevelsService {
  private readonly logger = new Logger(RollupLevelsService.name);
  private isBuilt = false;

  constructor(
    private readonly buckets: RollupBucketsStore,
    private readonly upgrades: UpgradesStore,
  ) {}

  /** Marks the level above the finest as lagging behind all of it, unless that was done in this database before; the flush that follows
   * does the rest. May be repeated: a crash on the way only means that it begins again. */
  async ensureBuilt(): Promise<void> {
    if (this.isBuilt) return;
    if (!(await this.upgrades.isDone(UPGRADE))) {
      const above = levelAbove(FINEST_LEVEL) ?? FINEST_LEVEL;
      let count = 0;
      for await (const buckets of this.buckets.all(FINEST_LEVEL, BUCKETS_AT_ONCE)) {
        await this.buckets.touch(above, bucketsAround(above, buckets));
        count += buckets.length;
      }
      if (count > 0) this.logger.log({ msg: 'levels of roll-ups are being built', buckets: count });
      await this.upgrades.setDone(UPGRADE);
    }
    this.isBuilt = true;
  }
}
