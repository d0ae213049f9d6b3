import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DAY_MS } from '../lib/duration.js';
import type { OrgId } from '../lib/org-id.js';
import { SIGNAL_BUCKET_MS } from '../lib/signal-name.js';
import { NotFound } from '../platform/errors/app-error.js';
import { Overloaded } from '../platform/errors/overloaded.js';
import { BaselineLearner } from './baseline-learner.service.js';
import { CountedBucketsService } from './counted-buckets.service.js';
import { DriftAnnouncer } from './drift-announcer.service.js';
import { TooLittleTraffic } from './drift-errors.js';
import type { ModelWatch } from './model-watch.js';
import { ModelProfilesService } from './model-profiles.service.js';
import { ModelWatchesStore } from './model-watches.store.js';
import { bucketOf, type ModelBucket, stepOf } from './watched-model.js';
import { pinned, relearning, type Watched, type WatchedSignal } from './watched-signal.js';

/** Buckets that are adopted when what is now is to be normal: three hours with traffic. */
const ACCEPTED_BUCKETS = 36;
/** How often a change is tried while buckets are being looked at. */
const TRIES = 10;

/** Decides what is normal for a model where somebody says so. Nothing else ever replaces a baseline that is active. */
@Injectable()
export class BaselinesService {
  constructor(
    private readonly watches: ModelWatchesStore,
    private readonly buckets: CountedBucketsService,
    private readonly announcer: DriftAnnouncer,
    private readonly learner: BaselineLearner,
    private readonly profiles: ModelProfilesService,
  ) {}

  /** Forgets what is normal, and learns it from the next bucket on.
   * @throws NotFound where nothing is known of the model */
  async reset(orgId: OrgId, modelName: string): Promise<void> {
    await this.change(orgId, modelName, (watch) => relearnAll(watch, () => true));
  }

  /** Makes normal what was in the latest three hours with traffic.
   * @throws NotFound where nothing is known of the model
   * @throws TooLittleTraffic */
  async accept(orgId: OrgId, modelName: string): Promise<void> {
    await this.change(orgId, modelName, async (watch) => {
      const kept = await this.buckets.within(watch, { fromMs: watch.throughMs - DAY_MS, toMs: Infinity });
      return pinAll(watch, kept.slice(-ACCEPTED_BUCKETS));
    });
  }

  /** Makes normal what was in a window of event time, as far as it is kept.
   * @throws NotFound where nothing is known of the model
   * @throws TooLittleTraffic */
  async pin(orgId: OrgId, modelName: string, { from, to }: { readonly from: Date; readonly to: Date }): Promise<void> {
    await this.change(orgId, modelName, async (watch) =>
      pinAll(watch, await this.buckets.within(watch, { fromMs: from.getTime(), toMs: to.getTime() })),
    );
  }

  /** Takes back what was pinned, accepted or set by hand; what is normal is learned again.
   * @throws NotFound where nothing is known of the model */
  async unpin(orgId: OrgId, modelName: string): Promise<void> {
    await this.known(orgId, modelName);
    await this.profiles.unset(orgId, modelName);
    await this.change(orgId, modelName, (watch) => relearnAll(watch, ({ baseline }) => baseline?.status === 'pinned'));
    for (const watch of await this.watches.ofModel(orgId, modelName)) await this.learner.fillProfile(watch);
  }

  private async change(
    orgId: OrgId,
    modelName: string,
    how: (watch: ModelWatch) => Promise<Watched[]> | Watched[],
  ): Promise<void> {
    for (const { kind } of await this.known(orgId, modelName)) await this.changeOne({ orgId, kind, modelName }, how);
  }

  private async known(orgId: OrgId, modelName: string): Promise<ModelWatch[]> {
    const watches = await this.watches.ofModel(orgId, modelName);
    if (watches.length === 0) throw new NotFound('Model');
    return watches;
  }

  private async changeOne(
    { orgId, kind, modelName }: Pick<ModelWatch, 'orgId' | 'kind' | 'modelName'>,
    how: (watch: ModelWatch) => Promise<Watched[]> | Watched[],
  ): Promise<void> {
    for (let tried = 0; tried < TRIES; tried++) {
      const watch = await this.watches.find(orgId, kind, modelName);
      const { signals, changes } = stepOf(await how(watch));
      await this.announcer.announce(watch, changes);
      if (await this.learner.save({ ...watch, signals }, watch)) return;
    }
    throw new Overloaded();
  }
}

function relearnAll(watch: ModelWatch, isWanted: (signal: WatchedSignal) => boolean): Watched[] {
  const nextMs = watch.throughMs + SIGNAL_BUCKET_MS;
  return watch.signals.map((signal) => (isWanted(signal) ? relearning(signal, nextMs) : { signal, changes: [] }));
}

async function pinAll(watch: ModelWatch, history: readonly ModelBucket[]): Promise<Watched[]> {
  const after: Watched[] = [];
  for (const signal of watch.signals) {
    // A week of buckets is a tenth of a second's work: between two signals others have their turn.
    await setImmediate();
    const own = history.map((bucket) => bucketOf(signal, bucket));
    after.push(pinned(signal, own));
  }
  if (after.every(({ signal }, nth) => signal === watch.signals[nth])) throw new TooLittleTraffic();
  return after;
}
