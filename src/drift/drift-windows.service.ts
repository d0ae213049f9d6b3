import { Injectable } from '@nestjs/common';
import { MINUTE_MS, SECOND_MS, shifted } from '../lib/duration.js';
import type { OrgId } from '../lib/org-id.js';
import { AppConfig } from '../platform/config/app-config.js';
import { LatencyWindowsService } from '../telemetry/latency-windows.service.js';
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
  /** Whether it may lack events that are stored by now. */
  readonly isProvisional: boolean;
}

/** Mean latency of a model's last window. Exact at each call, but for a model that sends thousands of events in minutes: that
 * one's may lack what other batches brought within the last second, and is read again when roll-ups have caught up. */
@Injectable()
export class DriftWindowsService {
  private readonly busy = new Map<string, Reading>();

  constructor(
    private readonly windows: LatencyWindowsService,
    private readonly config: AppConfig,
  ) {}

  /** @param unlabelled times of events that are stored and wait for their labels; without any, it is read in any case
   * @returns milliseconds; null where the window is empty */
  async meanMs(orgId: OrgId, modelName: string, now: Date, unlabelled: readonly Date[]): Promise<number | null> {
    const key = `${orgId} ${modelName}`;
    const latest = this.busy.get(key);
    if (latest?.isDear === true && unlabelled.length > 0 && Math.abs(now.getTime() - latest.atMs) < DEAR_FOR_MS) {
      this.busy.set(key, { ...latest, isProvisional: true });
      return latest.meanMs;
    }
    const series = { orgId, kind: 'ml', modelName } as const;
    const { meanMs, eventsRead, usesRollups } = await this.windows.read(series, this.windowAt(now), unlabelled);
    const isDear = eventsRead >= DEAR_EVENTS;
    const isProvisional = usesRollups && unlabelled.length > 0;
    if (isDear || isProvisional)
      this.busy.set(key, { orgId, modelName, atMs: now.getTime(), meanMs, isDear, isProvisional });
    else this.busy.delete(key);
    return meanMs;
  }

  /** @returns the models of an organization of which the last mean was provisional */
  provisional(orgId: OrgId): string[] {
    const readings = [...this.busy.values()].filter((reading) => reading.orgId === orgId && reading.isProvisional);
    return readings.map(({ modelName }) => modelName);
  }

  private windowAt(now: Date): { readonly from: Date; readonly to: Date } {
    return {
      from: shifted(now, -DRIFT_WINDOW_MS),
      // A client's clock may be ahead; what it sent just now counts now.
      to: shifted(now, this.config.maxClockAheadMinutes * MINUTE_MS + 1),
    };
  }
}
