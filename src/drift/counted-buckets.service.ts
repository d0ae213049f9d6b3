import { Injectable } from '@nestjs/common';
import { SIGNAL_BUCKET_MS } from '../lib/signal-name.js';
import { SignalRollupsStore } from '../telemetry/signal-rollups.store.js';
import type { ModelWatch } from './model-watch.js';
import type { ModelBucket } from './watched-model.js';

/** A window of event time, Unix milliseconds. */
interface Span {
  readonly fromMs: number;
  /** Not included. */
  readonly toMs: number;
}

/** What is to be looked at next. */
export interface NextBuckets {
  readonly complete: readonly ModelBucket[];
  /** Counted before its end; null where there is none. */
  readonly filling: ModelBucket | null;
}

/** What was counted of a model, bucket by bucket. */
@Injectable()
export class CountedBucketsService {
  constructor(private readonly rollups: SignalRollupsStore) {}

  /** @returns the complete buckets after those that were looked at, the oldest first, up to the first that isn't complete: an older
   *   one is never looked at after a newer one; and that one, where it was counted while it fills */
  async following(watch: ModelWatch, limit: number): Promise<NextBuckets> {
    const rollups = await this.rollups.following(watch, watch.throughMs, limit);
    const firstOpen = rollups.findIndex(({ isComplete }) => !isComplete);
    const complete = firstOpen < 0 ? rollups : rollups.slice(0, firstOpen);
    const [filling = null] = modelBuckets(firstOpen < 0 ? [] : rollups.slice(firstOpen, firstOpen + 1));
    return { complete: modelBuckets(complete), filling };
  }

  /** @returns the buckets that begin within a span, those that were looked at already, the oldest first */
  async within(watch: ModelWatch, { fromMs, toMs }: Span): Promise<ModelBucket[]> {
    const endMs = Math.min(toMs, watch.throughMs + SIGNAL_BUCKET_MS);
    if (endMs <= fromMs) return [];
    return modelBuckets(await this.rollups.within(watch, { from: new Date(fromMs), to: new Date(endMs) }));
  }
}

function modelBuckets(rollups: Awaited<ReturnType<SignalRollupsStore['within']>>): ModelBucket[] {
  return rollups.flatMap(({ startMs, counts }) =>
    counts === null || counts.events === 0 ? [] : [{ startMs, counts }],
  );
}
