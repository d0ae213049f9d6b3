import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { DAY_MS, shifted } from '../lib/duration.js';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { AppConfig } from '../platform/config/app-config.js';
import { BatchesStore } from './batches.store.js';
import type { Window } from './events.store.js';
import { RecountsStore } from './recounts.store.js';
import { bucketStartMs, type Figures, figuresByBucket, NO_FIGURES, type Series } from './rollup-bucket.js';
import { RollupsStore } from './rollups.store.js';

/** A bucket whose roll-up differs from its events. */
export interface Mismatch extends Series {
  readonly start: Date;
  readonly rolledUp: Figures;
  readonly recounted: Figures;
}

/** What a verification found. All zero and no mismatch: everything accepted is labelled and counted. */
export interface Verification {
  readonly bucketsChecked: number;
  /** Buckets still waiting for their recount; they are not compared. */
  readonly bucketsDirty: number;
  readonly batchesOpen: number;
  readonly eventsUnlabelled: number;
  readonly mismatches: readonly Mismatch[];
}

/** Recounts the events of organizations and holds their roll-ups against them. Changes nothing. */
@Injectable()
export class VerifyService {
  constructor(
    private readonly rollups: RollupsStore,
    private readonly recounts: RecountsStore,
    private readonly batches: BatchesStore,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** @param orgIds organizations to check, over the whole retention of raw events */
  async verify(orgIds: readonly OrgId[]): Promise<Verification> {
    const found = { bucketsChecked: 0, bucketsDirty: 0, eventsUnlabelled: 0, mismatches: [] as Mismatch[] };
    for (const orgId of orgIds) {
      found.eventsUnlabelled += await this.recounts.countUnlabelled(orgId);
      for (const series of await this.seriesOf(orgId)) {
        for (const day of this.days()) {
          const { checked, dirty, mismatches } = await this.compare(series, day);
          found.bucketsChecked += checked;
          found.bucketsDirty += dirty;
          found.mismatches.push(...mismatches);
        }
      }
    }
    return { ...found, batchesOpen: await this.batches.countOpen() };
  }

  private async compare(
    series: Series,
    day: Window,
  ): Promise<{ checked: number; dirty: number; mismatches: Mismatch[] }> {
    const rolledUp = new Map((await this.rollups.within(series, day)).map((rollup) => [rollup.startMs, rollup]));
    const recounted = figuresByBucket(await this.recounts.recount(series, day));
    const starts = [...new Set([...rolledUp.keys(), ...recounted.keys()])];
    const dirty = starts.filter((startMs) => rolledUp.get(startMs)?.isDirty === true).length;
    const mismatches = starts.flatMap((startMs) => {
      const rollup = rolledUp.get(startMs);
      if (rollup?.isDirty === true) return [];
      const pair = { rolledUp: rollup?.figures ?? NO_FIGURES, recounted: recounted.get(startMs) ?? NO_FIGURES };
      return agree(pair.rolledUp, pair.recounted) ? [] : [{ ...series, start: new Date(startMs), ...pair }];
    });
    return { checked: starts.length - dirty, dirty, mismatches };
  }

  private async seriesOf(orgId: OrgId): Promise<Series[]> {
    const all = [...(await this.rollups.series(orgId)), ...(await this.recounts.series(orgId))];
    return [...new Map(all.map((series) => [`${series.kind} ${series.modelName}`, series])).values()];
  }

  /** The days of the retention, on bucket edges; its first day is left out, as its events are just being deleted. */
  private days(): Window[] {
    const end = bucketStartMs(shifted(this.clock.now(), 2 * DAY_MS));
    const count = this.config.retentionDays + 1;
    return Array.from({ length: count }, (_none, back) => ({
      from: new Date(end - (back + 1) * DAY_MS),
      to: new Date(end - back * DAY_MS),
    }));
  }
}

/** Sums of milliseconds may differ by the order they were added in. */
const RELATIVE_TOLERANCE = 1e-9;

function agree(one: Figures, other: Figures): boolean {
  const latencyGap = Math.abs(one.latencySumMs - other.latencySumMs);
  return (
    one.normal === other.normal &&
    one.suspicious === other.suspicious &&
    one.risky === other.risky &&
    one.tokens === other.tokens &&
    isDeepStrictEqual(one.latencies, other.latencies) &&
    latencyGap <= RELATIVE_TOLERANCE * Math.max(1, one.latencySumMs)
  );
}
