import { Injectable } from '@nestjs/common';
import type { AlertRow } from '../alerts/alerts.facts.js';
import { AdmissionService } from '../auth/admission.service.js';
import type { Caller } from '../auth/caller.decorator.js';
import { SECOND_MS } from '../lib/duration.js';
import { Clock } from '../platform/clock.js';
import { AppConfig } from '../platform/config/app-config.js';
import type { StreamTerms } from '../platform/http/watch-stream.js';
import { type LatestAlerts, type LiveCounters, type LiveFeed, LiveFeedsService } from './live-feeds.service.js';
import { type Delivery, deliver, type LivePosition, positionAt } from './live-position.js';

/** So often there is a word that says nothing: it keeps what lies between from ending a connection on which nothing happens. */
const QUIET_MS = 15 * SECOND_MS;

/** What is told to who listens. */
export type LiveNews =
  | ({ readonly kind: 'alert' } & Delivery<AlertRow>)
  | { readonly kind: 'counters'; readonly counters: LiveCounters; readonly position: LivePosition }
  | { readonly kind: 'nothing' };

/** What somebody wants to be told. */
export interface LiveWish {
  /** Null: what becomes known from now on. */
  readonly from: LivePosition | null;
  /** How long, seconds; undefined: as long as the token is good. */
  readonly seconds: number | undefined;
}

/** A place among those who listen. */
export interface LiveSeat {
  /** Under which the stream goes on; whether its caller is still good is looked at by the news. */
  readonly terms: StreamTerms;
  /** What is new, until the signal is aborted, the token isn't good any more, the time is over or the process ends. */
  news(wish: LiveWish, signal: AbortSignal): AsyncGenerator<LiveNews>;
  /** To be called once. */
  leave(): void;
}

/** Tells what is new as it becomes known. */
@Injectable()
export class LiveService {
  constructor(
    private readonly feeds: LiveFeedsService,
    private readonly admission: AdmissionService,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /** @throws TooManyStreams */
  join(caller: Caller): LiveSeat {
    const feed = this.feeds.join(caller.orgId);
    return {
      terms: { unreadMs: this.config.unreadTimeoutMs },
      news: (wish, signal) => this.news(feed, { caller, ...wish }, signal),
      leave: () => this.feeds.leave(caller.orgId, feed),
    };
  }

  private async *news(
    feed: LiveFeed,
    { caller, from, seconds = Infinity }: LiveWish & { readonly caller: Caller },
    signal: AbortSignal,
  ): AsyncGenerator<LiveNews> {
    let position = from;
    let counters: LiveCounters | null = null;
    let spokenMs = this.nowMs();
    const endMs = spokenMs + seconds * SECOND_MS;
    for (;;) {
      await feed.pulse.next(signal);
      if (signal.aborted || this.nowMs() >= endMs || !(await this.isServed(caller))) return;
      if (feed.alerts !== null) {
        position = yield* this.alertNews(caller, feed.alerts, position ?? knownFrom(feed.alerts));
      }
      const counted = feed.counters;
      if (position !== null && counted !== null && counted !== counters) {
        counters = counted;
        yield { kind: 'counters', counters: counted, position };
      }
      if (this.nowMs() - spokenMs < QUIET_MS) continue;
      spokenMs = this.nowMs();
      yield { kind: 'nothing' };
    }
  }

  /** @returns the position afterwards */
  private async *alertNews(
    caller: Caller,
    latest: LatestAlerts,
    from: LivePosition,
  ): AsyncGenerator<LiveNews, LivePosition> {
    let reached = from;
    for (;;) {
      const isRecent = latest.isAll && reached.through.at >= latest.from.at;
      const { rows, isAll } = isRecent ? latest : await this.feeds.alertsAfter(caller.orgId, reached.through);
      const last = rows.at(-1);
      const place = isAll || last === undefined ? latest.settled : { at: last.createdAt, id: last.id };
      const { deliveries, position } = deliver(reached, rows, place);
      for (const delivery of deliveries) yield { kind: 'alert', ...delivery };
      reached = position;
      // A client that reads slowly takes long over many of them.
      if (isAll || !(await this.isServed(caller))) return reached;
    }
  }

  private async isServed(caller: Caller): Promise<boolean> {
    return !this.feeds.isStopping && this.admission.isStillGood(caller);
  }

  private nowMs(): number {
    return this.clock.now().getTime();
  }
}

/** The position of who knows what is there, and hasn't been told. */
function knownFrom({ rows, from, settled }: LatestAlerts): LivePosition {
  return deliver(positionAt(from.at), rows, settled).position;
}
