import { Injectable } from '@nestjs/common';
import type { OrgId } from '../lib/org-id.js';
import { Failpoints } from '../platform/failpoints.js';
import type { Recounted, Rollup } from './rollup-bucket.js';
import { RollupBucketsStore } from './rollup-buckets.store.js';
import { FINEST_LEVEL, ROLLUP_LEVELS, type RollupLevel } from './rollup-levels.js';
import { RollupLevelsService } from './rollup-levels.service.js';
import { RollupRecountService } from './rollup-recount.service.js';
import { RollupRests } from './rollup-rests.js';

/** Dirty buckets taken at once. */
const BUCKETS_AT_ONCE = 2000;

/** Recounts dirty buckets, level by level. */
@Injectable()
export class RollupRefreshService {
  private readonly rests = new RollupRests();

  constructor(
    private readonly buckets: RollupBucketsStore,
    private readonly recounts: RollupRecountService,
    private readonly levels: RollupLevelsService,
    private readonly failpoints: Failpoints,
  ) {}

  /** @param isPatient whether large buckets rest that were recounted just now
   * @returns the organizations of which something was recounted */
  async refresh(isPatient: boolean): Promise<ReadonlySet<OrgId>> {
    await this.levels.ensureBuilt();
    const organizations = new Set<OrgId>();
    for (const level of ROLLUP_LEVELS) {
      // A bucket has the same id on every level on which one begins at that instant: only the finest rest.
      const isDue = (rollup: Rollup): boolean =>
        level !== FINEST_LEVEL || !isPatient || !this.rests.isResting(rollup, performance.now());
      await this.refreshLevel(level, isDue, organizations);
    }
    return organizations;
  }

  private async refreshLevel(
    level: RollupLevel,
    isDue: (rollup: Rollup) => boolean,
    organizations: Set<OrgId>,
  ): Promise<void> {
    let due: readonly Rollup[];
    do {
      // Those that rest stay dirty: they must not take the room of others.
      due = (await this.buckets.dirty(level, BUCKETS_AT_ONCE + this.rests.size)).filter(isDue);
      for await (const recounted of this.recounts.recount(level, due)) {
        await this.save(level, recounted);
        if (level === FINEST_LEVEL) this.rests.note(recounted);
      }
      for (const { orgId } of due) organizations.add(orgId);
    } while (due.length >= BUCKETS_AT_ONCE);
    if (level === FINEST_LEVEL) this.rests.endRun(performance.now());
  }

  /** The order is part of the correctness: the level above becomes dirty after its figures below changed, and before
   * these count as clean. So at no instant is everything clean and anything uncounted. */
  private async save(level: RollupLevel, recounted: readonly Recounted[]): Promise<void> {
    await this.failpoints.pass('rollup.read');
    await this.buckets.write(level, recounted);
    await this.failpoints.pass('rollup.written');
    const buckets = recounted.map(({ rollup }) => rollup);
    await this.levels.raise(level, buckets);
    await this.failpoints.pass('rollup.raised');
    await this.buckets.clear(level, recounted);
  }
}
