import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { EventCounts } from '../lib/signal-name.js';
import type { Window } from './events.store.js';
import type { Series } from './rollup-bucket.js';
import { RollupBucketsStore } from './rollup-buckets.store.js';
import { FINEST_LEVEL } from './rollup-levels.js';
import { signalBucketMs, type SignalRollup } from './signal-bucket.js';
import { SignalCountsService } from './signal-counts.service.js';
import { SignalRollupsStore } from './signal-rollups.store.js';
import { VerifiableDays } from './verifiable-days.service.js';

/** A bucket whose counted signals differ from its events. */
export interface SignalMismatch extends Series {
  readonly start: Date;
  /** Names of the signals that differ. */
  readonly signals: readonly string[];
  /** Events, as counted and as found. */
  readonly counted: number;
  readonly found: number;
}

/** What a verification of signals found. */
export interface SignalVerification {
  readonly checked: number;
  /** Buckets that are not due yet, or wait for roll-ups; they are not compared. */
  readonly waiting: number;
  readonly mismatches: readonly SignalMismatch[];
}

const NO_EVENTS: EventCounts = { events: 0, signals: [] };

/** Counts the signals of a series' events again and holds what is stored against that. Changes nothing. */
@Injectable()
export class SignalVerifyService {
  constructor(
    private readonly rollups: SignalRollupsStore,
    private readonly signals: SignalCountsService,
    private readonly buckets: RollupBucketsStore,
    private readonly days: VerifiableDays,
  ) {}

  /** Over all that is kept. */
  async verify(series: Series): Promise<SignalVerification> {
    const found = { checked: 0, waiting: 0, mismatches: [] as SignalMismatch[] };
    for (const day of this.days.ofSignals()) {
      const stored = new Map((await this.rollups.within(series, day)).map((rollup) => [rollup.startMs, rollup]));
      for (const [startMs, isDirty] of await this.starts(series, day, stored)) {
        const rollup = stored.get(startMs);
        if (isDirty || rollup?.isDue === true) found.waiting++;
        else {
          found.checked++;
          found.mismatches.push(...(await this.compare(series, startMs, rollup?.counts ?? NO_EVENTS)));
        }
      }
    }
    return found;
  }

  /** The buckets of a day that have events, or counts, and whether some of these events are not rolled up yet. */
  private async starts(
    series: Series,
    day: Window,
    stored: ReadonlyMap<number, SignalRollup>,
  ): Promise<Map<number, boolean>> {
    const starts = new Map([...stored.keys()].map((startMs) => [startMs, false]));
    for (const { startMs, isDirty } of await this.buckets.within(FINEST_LEVEL, series, day)) {
      const around = signalBucketMs(startMs);
      starts.set(around, isDirty || starts.get(around) === true);
    }
    return starts;
  }

  private async compare(series: Series, startMs: number, counted: EventCounts): Promise<SignalMismatch[]> {
    const start = new Date(startMs);
    const found = await this.signals.count(series, startMs);
    if (isDeepStrictEqual(plain(found), plain(counted))) return [];
    const [one, other] = [counted, found].map(
      ({ signals }) => new Map(signals.map(({ name, counts }) => [name, counts])),
    );
    const names = [...new Set([...(one?.keys() ?? []), ...(other?.keys() ?? [])])];
    const signals = names.filter((name) => !isDeepStrictEqual(plain(one?.get(name)), plain(other?.get(name)))).sort();
    return [{ ...series, start, signals, counted: counted.events, found: found.events }];
  }
}

/** As it comes out of the database. */
function plain(value: unknown): unknown {
  return value === undefined ? value : JSON.parse(JSON.stringify(value));
}
