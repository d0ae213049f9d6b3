import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { type Figures, NO_FIGURES } from '../lib/event-figures.js';
import type { OrgId } from '../lib/org-id.js';
import { BatchesStore } from './batches.store.js';
import type { Window } from './events.store.js';
import { RecountsStore } from './recounts.store.js';
import { figuresByBucket, figuresOfLevel, type Series } from './rollup-bucket.js';
import { RollupBucketsStore } from './rollup-buckets.store.js';
import { FINEST_LEVEL, ROLLUP_LEVELS, type RollupLevel } from './rollup-levels.js';
import { type SignalMismatch, SignalVerifyService } from './signal-verify.service.js';
import { VerifiableDays } from './verifiable-days.service.js';

/** A bucket whose roll-up differs from its events. */
export interface Mismatch extends Series {
  readonly level: RollupLevel;
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
  readonly signalBucketsChecked: number;
  /** Buckets whose signals are not counted yet; they are not compared. */
  readonly signalBucketsWaiting: number;
  readonly signalMismatches: readonly SignalMismatch[];
}

/** Recounts the events of organizations and holds the roll-ups of every level against them. Changes nothing. */
@Injectable()
export class VerifyService {
  constructor(
    private readonly buckets: RollupBucketsStore,
    private readonly recounts: RecountsStore,
    private readonly batches: BatchesStore,
    private readonly signals: SignalVerifyService,
    private readonly days: VerifiableDays,
  ) {}

  /** @param orgIds organizations to check, over the whole retention of raw events */
  async verify(orgIds: readonly OrgId[]): Promise<Verification> {
    const found = { bucketsChecked: 0, bucketsDirty: 0, eventsUnlabelled: 0, mismatches: [] as Mismatch[] };
    const signals = { signalBucketsChecked: 0, signalBucketsWaiting: 0, signalMismatches: [] as SignalMismatch[] };
    for (const orgId of orgIds) {
      found.eventsUnlabelled += await this.recounts.countUnlabelled(orgId);
      for (const series of await this.seriesOf(orgId)) {
        for (const day of this.days.ofRollups()) {
          const { checked, dirty, mismatches } = await this.compare(series, day);
          found.bucketsChecked += checked;
          found.bucketsDirty += dirty;
          found.mismatches.push(...mismatches);
        }
        const { checked, waiting, mismatches } = await this.signals.verify(series);
        signals.signalBucketsChecked += checked;
        signals.signalBucketsWaiting += waiting;
        signals.signalMismatches.push(...mismatches);
      }
    }
    return { ...found, ...signals, batchesOpen: await this.batches.countOpen() };
  }

  private async compare(series: Series, day: Window): Promise<Compared> {
    const finest = figuresByBucket(await this.recounts.recount(series, day));
    const compared = ROLLUP_LEVELS.map(async (level) => {
      const recounted = level === FINEST_LEVEL ? finest : figuresOfLevel(level, finest);
      const rollups = await this.buckets.within(level, series, day);
      const rolledUp = new Map(rollups.map((rollup) => [rollup.startMs, rollup]));
      const starts = [...new Set([...rolledUp.keys(), ...recounted.keys()])];
      const clean = starts.filter((startMs) => rolledUp.get(startMs)?.isDirty !== true);
      const mismatches = clean.flatMap((startMs) => {
        const figures = rolledUp.get(startMs)?.figures ?? NO_FIGURES;
        const pair = { rolledUp: figures, recounted: recounted.get(startMs) ?? NO_FIGURES };
        return agree(pair.rolledUp, pair.recounted) ? [] : [{ ...series, level, start: new Date(startMs), ...pair }];
      });
      return { checked: clean.length, dirty: starts.length - clean.length, mismatches };
    });
    return (await Promise.all(compared)).reduce((sum, own) => ({
      checked: sum.checked + own.checked,
      dirty: sum.dirty + own.dirty,
      mismatches: [...sum.mismatches, ...own.mismatches],
    }));
  }

  private async seriesOf(orgId: OrgId): Promise<Series[]> {
    const all = [...(await this.buckets.series(orgId)), ...(await this.recounts.series(orgId))];
    return [...new Map(all.map((series) => [`${series.kind} ${series.modelName}`, series])).values()];
  }
}

/** What a comparison found. */
interface Compared {
  readonly checked: number;
  readonly dirty: number;
  readonly mismatches: readonly Mismatch[];
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
