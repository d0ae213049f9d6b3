import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { AlertReadsStore } from '../alerts/alert-reads.store.js';
import type { AlertRow } from '../alerts/alerts.facts.js';
import { MINUTE_MS, SECOND_MS, shifted } from '../lib/duration.js';
import type { Position } from '../lib/newest-first.js';
import type { OrgId } from '../lib/org-id.js';
import { Pulse } from '../lib/pulse.js';
import type { RiskLabel } from '../lib/risk-label.js';
import { SingleFlight } from '../lib/single-flight.js';
import { Clock } from '../platform/clock.js';
import { AppConfig } from '../platform/config/app-config.js';
import { TooManyStreams } from '../platform/errors/overloaded.js';
import { RollupsStore } from '../telemetry/rollups.store.js';

/** An alert is visible within this time after it was raised. */
const VISIBLE_MS = MINUTE_MS;
/** How far back alerts are looked for, each time: further than that, so that who is a little late still finds all it misses. */
const WINDOW_MS = VISIBLE_MS + 30 * SECOND_MS;
/** Alerts read at once. */
const ALERTS_AT_ONCE = 1000;
/** Open alerts are counted as far as this. */
const MAX_OPEN = 1000;
/** Counting takes a tenth of the time at most: with very many models it comes less often than each second. */
const REST = 10;

/** What counters say. */
export interface LiveCounters extends Readonly<Record<RiskLabel, number>> {
  readonly openAlerts: number;
}

/** What is new of an organization, for all who listen to it. */
export interface LiveFeed {
  /** Beats when that was looked for. */
  readonly pulse: Pulse;
  listeners: number;
  /** Null before they were read. */
  alerts: LatestAlerts | null;
  /** Another object only where they changed; null before they were read. */
  counters: LiveCounters | null;
}

/** Alerts in the order of when they were raised. */
export interface RaisedAlerts {
  readonly rows: readonly AlertRow[];
  /** Whether there are no more. */
  readonly isAll: boolean;
}

/** The latest ones. */
export interface LatestAlerts extends RaisedAlerts {
  /** All after this place are among them. */
  readonly from: Position;
  /** Up to this place none becomes visible any more. */
  readonly settled: Position;
}

interface Looked extends LiveFeed {
  readonly looking: SingleFlight;
  countDueMs: number;
}

/** Looks once a second for what is new of each organization that somebody listens to, however many do. In the database: it may be another
 * process that labels and alerts. */
@Injectable()
export class LiveFeedsService implements OnModuleDestroy {
  private readonly logger = new Logger(LiveFeedsService.name);
  private readonly feeds = new Map<OrgId, Looked>();
  private stopping = false;

  constructor(
    private readonly alerts: AlertReadsStore,
    private readonly rollups: RollupsStore,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Whether everybody is to stop listening. */
  get isStopping(): boolean {
    return this.stopping;
  }

  /** Begins to listen; to be ended by `leave`.
   * @throws TooManyStreams */
  join(orgId: OrgId): LiveFeed {
    const { maxLiveStreams } = this.config;
    const fresh = { pulse: new Pulse(), listeners: 0, alerts: null, counters: null };
    const feed = this.feeds.get(orgId) ?? { ...fresh, looking: new SingleFlight(), countDueMs: 0 };
    if (feed.listeners >= maxLiveStreams) throw new TooManyStreams(maxLiveStreams);
    feed.listeners++;
    this.feeds.set(orgId, feed);
    return feed;
  }

  /** Stops listening. */
  leave(orgId: OrgId, feed: LiveFeed): void {
    feed.listeners--;
    if (feed.listeners === 0) this.feeds.delete(orgId);
  }

  /** @returns the first alerts after a place */
  async alertsAfter(orgId: OrgId, place: Position): Promise<RaisedAlerts> {
    const rows = await this.alerts.after(orgId, place, ALERTS_AT_ONCE);
    return { rows, isAll: rows.length < ALERTS_AT_ONCE };
  }

  /** Runs by itself every second. */
  @Interval(SECOND_MS)
  async look(): Promise<void> {
    await Promise.all(
      [...this.feeds].map(async ([orgId, feed]) => feed.looking.run(async () => this.refresh(orgId, feed))),
    );
  }

  /** Nobody holds up a shutdown by listening. */
  onModuleDestroy(): void {
    this.stopping = true;
    for (const { pulse } of this.feeds.values()) pulse.beat();
  }

  private async refresh(orgId: OrgId, feed: Looked): Promise<void> {
    try {
      const now = this.clock.now();
      const from = { at: shifted(now, -WINDOW_MS), id: '' };
      const settled = { at: shifted(now, -VISIBLE_MS), id: '' };
      feed.alerts = { from, settled, ...(await this.alertsAfter(orgId, from)) };
      await this.count(orgId, feed);
    } catch (error) {
      this.logger.warn({ msg: 'nothing looked for, the next second tries again', err: error });
    }
    feed.pulse.beat();
  }

  private async count(orgId: OrgId, feed: Looked): Promise<void> {
    const startedMs = performance.now();
    if (startedMs < feed.countDueMs) return;
    const [labels, openAlerts] = await Promise.all([
      this.rollups.labelCounts(orgId),
      this.alerts.countOpen(orgId, MAX_OPEN),
    ]);
    const counters = { ...labels, openAlerts };
    if (JSON.stringify(counters) !== JSON.stringify(feed.counters)) feed.counters = counters;
    feed.countDueMs = startedMs + REST * (performance.now() - startedMs);
  }
}
