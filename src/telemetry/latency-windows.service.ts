import { Injectable } from '@nestjs/common';
import { EventsStore, type Window } from './events.store.js';
import { laggingStarts, meanOf, totalOf, windowPlan } from './latency-window.js';
import type { Series } from './rollup-bucket.js';
import { RollupBucketsStore } from './rollup-buckets.store.js';
import { bucketStartMs, FINEST_LEVEL, LEVEL_MS, type Span } from './rollup-levels.js';

/** What was found in a window. */
export interface LatencyReading {
  /** Mean latency, milliseconds; null where there are no events. */
  readonly meanMs: number | null;
  /** How many events had to be read one by one for it. */
  readonly eventsRead: number;
  /** Whether the rest came from roll-ups: these learn of an event only when it is labelled, within seconds. */
  readonly usesRollups: boolean;
  /** Those of the times named as unlabelled, within the window, at which roll-ups may still lack an event. */
  readonly lagging: readonly Date[];
}

/** Measures the latency of a window, the events named as unlabelled included, and takes as much as it can from roll-ups: so a long
 * window of a busy model costs hardly more than its newest buckets. */
@Injectable()
export class LatencyWindowsService {
  constructor(
    private readonly events: EventsStore,
    private readonly buckets: RollupBucketsStore,
  ) {}

  /** @param unlabelled times of events that are stored and wait for their labels: roll-ups don't count those yet */
  async read(series: Series, window: Window, unlabelled: readonly Date[] = []): Promise<LatencyReading> {
    const span = { fromMs: window.from.getTime(), toMs: window.to.getTime() };
    const fresh = new Set(unlabelled.map((time) => bucketStartMs(FINEST_LEVEL, time.getTime())));
    const rollups = await this.buckets.byStarts(FINEST_LEVEL, series, bucketsIn(span));
    const { settled, unsettled } = windowPlan(rollups, span, fresh);
    const { orgId, kind, modelName } = series;
    const gaps = await Promise.all(
      unsettled.map(async ({ fromMs, toMs }) => {
        const sum = await this.events.latencySum(orgId, kind, modelName, {
          from: new Date(fromMs),
          to: new Date(toMs),
        });
        return { ...sum, fromMs, toMs };
      }),
    );
    const rest = totalOf(gaps);
    const behind = laggingStarts(rollups, gaps, fresh);
    return {
      meanMs: meanOf(totalOf([settled, rest])),
      eventsRead: rest.count,
      usesRollups: settled.count > 0,
      lagging: unlabelled.filter((time) => behind.has(bucketStartMs(FINEST_LEVEL, time.getTime()))),
    };
  }
}

function bucketsIn({ fromMs, toMs }: Span): number[] {
  const width = LEVEL_MS[FINEST_LEVEL];
  const first = bucketStartMs(FINEST_LEVEL, fromMs);
  return Array.from({ length: Math.ceil((toMs - first) / width) }, (_none, nth) => first + nth * width);
}
