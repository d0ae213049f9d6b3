import { Injectable } from '@nestjs/common';
import { BoundedMap } from '../lib/bounded-map.js';
import { MINUTE_MS, SECOND_MS, shifted } from '../lib/duration.js';
import type { OrgId } from '../lib/org-id.js';
import { AppConfig } from '../platform/config/app-config.js';
import type { Window } from '../telemetry/events.store.js';
import { type LatencyReading, LatencyWindowsService } from '../telemetry/latency-windows.service.js';
import { DRIFT_WINDOW_MS } from './drift-window.js';

/** From so many events on that have to be read one by one, a window is dear: it isn't read for every batch. */
const DEAR_EVENTS = 5000;
const DEAR_FOR_MS = SECOND_MS;

/** What was found in the window of a busy model. */
interface Reading {
  readonly orgId: OrgId;
  readonly modelName: string;
  readonly atMs: number;
  readonly meanMs: number | null;
  readonly isDear: boolean;
  /** When events happened that were stored by then, and that roll-ups may lack yet: seconds of event time, Unix
   * milliseconds. */
  readonly pending: readonly number[];
  /** Whether it may lack some of them, or others that are stored by now. */
  readonly isProvisional: boolean;
}

/** Models of which a reading is kept; beyond that the oldest is forgotten, and its score right again with the next
 * batch or minute. */
const MAX_READINGS = 20_000;

/** Mean latency of a model's last window. Exact at each call, but for a model that sends thousands of events in
 * minutes: that one's may lack what other batches brought within the last second, and is read again when roll-ups
 * have caught up with those. */
@Injectable()
export class DriftWindowsService {
  private readonly latest = new BoundedMap<Reading>(MAX_READINGS);

  constructor(
    private readonly windows: LatencyWindowsService,
    private readonly config: AppConfig,
  ) {}

  /** @param unlabelled times of events that are stored and wait for their labels; without any, it is read in any case
   * @returns milliseconds; null where the window is empty */
  async meanMs(orgId: OrgId, modelName: string, now: Date, unlabelled: readonly Date[]): Promise<number | null> {
    const key = `${orgId} ${modelName}`;
    const latest = this.latest.get(key);
    const window = this.windowAt(now);
    const pending = secondsWithin(window, [...(latest?.pending ?? []), ...unlabelled.map((time) => time.getTime())]);
    if (latest?.isDear === true && unlabelled.length > 0 && Math.abs(now.getTime() - latest.atMs) < DEAR_FOR_MS) {
      this.latest.set(key, { ...latest, pending, isProvisional: true });
      return latest.meanMs;
    }
    const read = await this.windows.read(
      { orgId, kind: 'ml', modelName },
      window,
      pending.map((timeMs) => new Date(timeMs)),
    );
    this.note(key, { orgId, modelName, atMs: now.getTime() }, read);
    return read.meanMs;
  }

  /** @returns the models of an organization of which the last mean was provisional */
  provisional(orgId: OrgId): string[] {
    const readings = [...this.latest.values()].filter((reading) => reading.orgId === orgId && reading.isProvisional);
    return readings.map(({ modelName }) => modelName);
  }

  /** What a batch brought stays pending until a reading found it in the roll-ups: those that are refreshed next may
   * be of earlier batches. */
  private note(key: string, of: Pick<Reading, 'orgId' | 'modelName' | 'atMs'>, read: LatencyReading): void {
    const { meanMs, eventsRead, usesRollups } = read;
    const isDear = eventsRead >= DEAR_EVENTS;
    const pending = read.lagging.map((time) => time.getTime());
    const isProvisional = usesRollups && pending.length > 0;
    // One that was cheap to read from the events alone is read so the next time, too.
    if (isDear || isProvisional) this.latest.set(key, { ...of, meanMs, isDear, pending, isProvisional });
    else this.latest.delete(key);
  }

  private windowAt(now: Date): Window {
    return {
      from: shifted(now, -DRIFT_WINDOW_MS),
      // A client's clock may be ahead; what it sent just now counts now.
      to: shifted(now, this.config.maxClockAheadMinutes * MINUTE_MS + 1),
    };
  }
}

/** Times to the second, each once: of a busy model's batch thousands are alike. */
function secondsWithin({ from, to }: Window, timesMs: readonly number[]): number[] {
  const seconds = new Set(timesMs.map((timeMs) => Math.floor(timeMs / SECOND_MS) * SECOND_MS));
  return [...seconds].filter((timeMs) => timeMs >= from.getTime() - SECOND_MS && timeMs < to.getTime());
}
