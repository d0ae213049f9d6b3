import { Injectable } from '@nestjs/common';
import { Coalescer } from '../lib/coalescer.js';
import { AppConfig } from '../platform/config/app-config.js';
import { On } from '../platform/event-bus.js';
import { SignalsCounted } from '../telemetry/telemetry.facts.js';
import { BaselineLearner } from './baseline-learner.service.js';
import { CountedBucketsService, type NextBuckets } from './counted-buckets.service.js';
import { DriftAnnouncer } from './drift-announcer.service.js';
import type { ModelWatch } from './model-watch.js';
import { ModelWatchesStore } from './model-watches.store.js';
import { peekAtBucket, watchBucket } from './watched-model.js';
import type { EpisodeChange } from './watched-signal.js';

/** Buckets looked at before what they say is saved. */
const BUCKETS_AT_ONCE = 50;

/** Looks at every complete bucket of a model once, in the order of time, and at the one that still fills in between. */
@Injectable()
export class DriftMonitor {
  private readonly runs = new Coalescer<void>();

  constructor(
    private readonly watches: ModelWatchesStore,
    private readonly buckets: CountedBucketsService,
    private readonly learner: BaselineLearner,
    private readonly announcer: DriftAnnouncer,
    private readonly config: AppConfig,
  ) {}

  @On(SignalsCounted)
  async watch(series: SignalsCounted): Promise<void> {
    const { orgId, kind, modelName } = series;
    await this.runs.run([orgId, kind, modelName].join(), async () => {
      while (await this.advance(series));
    });
  }

  /** @returns whether there may be more to do */
  private async advance({ orgId, kind, modelName }: SignalsCounted): Promise<boolean> {
    const before = await this.watches.find(orgId, kind, modelName);
    const next = await this.buckets.following(before, BUCKETS_AT_ONCE);
    const { watch, changes } = await this.look(before, next);
    // Most buckets that still fill say nothing new.
    if (next.complete.length === 0 && changes.length === 0) return false;
    await this.announcer.announce(before, changes);
    // Where another server was faster it has found the same, or somebody has decided anew what is normal: from the start, then.
    const isSaved = await this.learner.save(watch, before);
    return !isSaved || next.complete.length === BUCKETS_AT_ONCE;
  }

  private async look(before: ModelWatch, { complete, filling }: NextBuckets) {
    const policy = { alpha: this.config.driftAlpha, minSize: this.config.driftMinSize };
    let watch = before;
    const changes: EpisodeChange[] = [];
    for (const bucket of complete) {
      const step = watchBucket(watch.signals, bucket, policy);
      changes.push(...step.changes);
      watch = await this.learner.learn({ ...watch, throughMs: bucket.startMs, signals: step.signals });
    }
    if (filling === null || watch.version === 0) return { watch, changes };
    const step = peekAtBucket(watch.signals, filling, policy);
    return { watch: { ...watch, signals: step.signals }, changes: [...changes, ...step.changes] };
  }
}
