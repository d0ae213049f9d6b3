import { Injectable } from '@nestjs/common';
import { DAY_MS, shifted } from '../lib/duration.js';
import { Clock } from '../platform/clock.js';
import { AppConfig } from '../platform/config/app-config.js';
import type { Window } from './events.store.js';
import { sealedBeforeMs } from './rollup-keeping.js';
import { bucketStartMs, COARSEST_LEVEL, FINEST_LEVEL } from './rollup-levels.js';
import { signalDays } from './signal-bucket.js';

/** Which days of UTC can be counted again: nothing of what they were made of is gone. */
@Injectable()
export class VerifiableDays {
  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** @returns the days of which every event is still there, up to tomorrow: a clock may be ahead */
  ofRollups(): Window[] {
    return this.daysFrom(sealedBeforeMs(FINEST_LEVEL, this.config, this.clock.now()));
  }

  /** @returns those of them of which every counted signal is still there, too */
  ofSignals(): Window[] {
    const now = this.clock.now();
    const keptMs = now.getTime() - signalDays(this.config) * DAY_MS;
    return this.daysFrom(Math.max(keptMs, sealedBeforeMs(FINEST_LEVEL, this.config, now)));
  }

  private daysFrom(sinceMs: number): Window[] {
    const days: Window[] = [];
    const endMs = shifted(this.clock.now(), DAY_MS).getTime();
    const firstMs = bucketStartMs(COARSEST_LEVEL, sinceMs + DAY_MS - 1);
    for (let startMs = firstMs; startMs <= endMs; startMs += DAY_MS) {
      days.push({ from: new Date(startMs), to: new Date(startMs + DAY_MS) });
    }
    return days;
  }
}
