import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { MINUTE_MS, shifted } from '../lib/duration.js';
import { SIGNAL_BUCKET_MS } from '../lib/signal-name.js';
import { Clock } from '../platform/clock.js';
import { DriftAnnouncer } from './drift-announcer.service.js';
import { ModelWatchesStore } from './model-watches.store.js';
import { stepOf } from './watched-model.js';
import { ended, SILENCE_MS } from './watched-signal.js';

/** A bucket is looked at so long after its end, at the latest. */
const LATEST_LOOK_MS = 2 * MINUTE_MS;

/** Ends episodes of models that have fallen silent: nobody knows whether they go on. */
@Injectable()
export class SilenceService {
  private readonly logger = new Logger(SilenceService.name);

  constructor(
    private readonly watches: ModelWatchesStore,
    private readonly announcer: DriftAnnouncer,
    private readonly clock: Clock,
  ) {}

  /** Runs by itself every minute. */
  @Interval(MINUTE_MS)
  async endSilent(): Promise<void> {
    try {
      const now = this.clock.now();
      const through = shifted(now, -(SILENCE_MS + SIGNAL_BUCKET_MS + LATEST_LOOK_MS));
      for (const watch of await this.watches.openSince(through)) {
        const { signals, changes } = stepOf(
          watch.signals.map((signal) => ended(signal, watch.throughMs, 'no_traffic')),
        );
        await this.announcer.announce(watch, changes);
        await this.watches.save({ ...watch, signals }, now);
      }
    } catch (error) {
      this.logger.warn({ msg: 'silent episodes not ended, the next run tries again', err: error });
    }
  }
}
