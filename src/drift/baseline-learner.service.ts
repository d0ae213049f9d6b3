import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { SIGNAL_BUCKET_MS } from '../lib/signal-name.js';
import { Clock } from '../platform/clock.js';
import { BaselineVersionsStore } from './baseline-versions.store.js';
import { CountedBucketsService } from './counted-buckets.service.js';
import { learnedProfile } from './learned-profile.js';
import type { ModelWatch } from './model-watch.js';
import { ModelProfilesStore } from './model-profiles.store.js';
import { ModelWatchesStore } from './model-watches.store.js';
import { bucketOf, type ModelBucket } from './watched-model.js';
import { isDueToLearn, learned, type WatchedSignal } from './watched-signal.js';

/** Buckets that a baseline is learned from at most: a week. */
const MAX_BUCKETS = 2000;

/** Learns what is normal for the signals of a model, and hands on what follows from that. */
@Injectable()
export class BaselineLearner {
  constructor(
    private readonly watches: ModelWatchesStore,
    private readonly buckets: CountedBucketsService,
    private readonly versions: BaselineVersionsStore,
    private readonly profiles: ModelProfilesStore,
    private readonly clock: Clock,
  ) {}

  /** @returns the model with new baselines for those of its signals for which it is time; most times there are none */
  async learn(watch: ModelWatch): Promise<ModelWatch> {
    const due = new Set(watch.signals.filter(isDueToLearn));
    if (due.size === 0) return watch;
    const toMs = watch.throughMs + SIGNAL_BUCKET_MS;
    const fromMs = Math.max(
      toMs - MAX_BUCKETS * SIGNAL_BUCKET_MS,
      Math.min(...[...due].map(({ learnFromMs }) => learnFromMs)),
    );
    const history = await this.buckets.within(watch, { fromMs, toMs });
    const signals: WatchedSignal[] = [];
    for (const signal of watch.signals) signals.push(due.has(signal) ? await learnedFrom(signal, history) : signal);
    return { ...watch, signals };
  }

  /** Remembers a model, unless somebody else was faster; first of all what follows from new baselines, so that it isn't lost.
   * @param before as it was read
   * @returns whether it was remembered */
  async save(watch: ModelWatch, before: ModelWatch): Promise<boolean> {
    const now = this.clock.now();
    const knownVersion = new Map(before.signals.map(({ name, version }) => [name, version]));
    const isNew = watch.signals.filter(({ name, version }) => version > (knownVersion.get(name) ?? 0));
    if (isNew.length > 0) {
      await this.versions.add(watch, isNew, now);
      await this.fillProfile(watch);
    }
    return this.watches.save(watch, now);
  }

  /** Fills in the profile of a model that makes predictions, unless it was set by hand, as far as its baselines have come. */
  async fillProfile({ orgId, kind, modelName, signals }: ModelWatch): Promise<void> {
    const profile = kind === 'ml' ? learnedProfile(signals) : null;
    if (profile !== null) await this.profiles.fill(orgId, modelName, { ...profile, now: this.clock.now() });
  }
}

async function learnedFrom(signal: WatchedSignal, history: readonly ModelBucket[]): Promise<WatchedSignal> {
  // A week of buckets is a tenth of a second's work: between two signals others have their turn.
  await setImmediate();
  const own = history.filter(({ startMs }) => startMs >= signal.learnFromMs);
  return learned(
    signal,
    own.map((bucket) => bucketOf(signal, bucket)),
  );
}
