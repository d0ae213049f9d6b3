import { Injectable } from '@nestjs/common';
import { countOf } from '../lib/event-figures.js';
import { type EventCounts, SIGNAL_BUCKET_MS } from '../lib/signal-name.js';
import type { Series } from './rollup-bucket.js';
import { RollupBucketsStore } from './rollup-buckets.store.js';
import { FINEST_LEVEL } from './rollup-levels.js';
import { sampledWindows } from './signal-bucket.js';
import { SignalEventsStore } from './signal-events.store.js';

/** Counts the signals of one bucket, in one reading of its events; of a busy model's, of a part of them. */
@Injectable()
export class SignalCountsService {
  constructor(
    private readonly events: SignalEventsStore,
    private readonly buckets: RollupBucketsStore,
  ) {}

  /** @param startMs first instant of the bucket, Unix milliseconds
   * @returns the same for the same events */
  async count(series: Series, startMs: number): Promise<EventCounts> {
    const bucket = { from: new Date(startMs), to: new Date(startMs + SIGNAL_BUCKET_MS) };
    const rollups = await this.buckets.within(FINEST_LEVEL, series, bucket);
    const total = rollups.reduce((sum, { figures }) => sum + countOf(figures), 0);
    return this.events.count(series, sampledWindows(startMs, total));
  }
}
