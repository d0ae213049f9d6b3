import { Injectable } from '@nestjs/common';
import { type mongo, Types } from 'mongoose';
import type { Figures } from '../lib/event-figures.js';
import type { OrgId } from '../lib/org-id.js';
import { queryTimeMs } from '../platform/answer-time.js';
import { AppConfig } from '../platform/config/app-config.js';
import type { Window } from './events.store.js';
import { FigureSum } from './figure-sum.js';
import type { Series } from './rollup-bucket.js';
import { RollupCollections } from './rollup-collections.store.js';
import { coverage } from './rollup-coverage.js';
import { bucketStartMs, COARSEST_LEVEL, LEVEL_MS, type RollupLevel, type Span } from './rollup-levels.js';
import type { RollupDocument } from './rollup.schema.js';
import { seriesLevel } from './series-level.js';
import { figuresOf, rollupIdOf } from './stored-rollup.document.js';
import type { EventKind } from './telemetry.facts.js';

/** What a time series is to tell. */
export interface SeriesWish {
  readonly kinds: readonly EventKind[];
  /** Undefined: all models. */
  readonly modelName: string | undefined;
  /** Where points begin, ascending, and last where the last one ends; Unix milliseconds. */
  readonly edges: readonly number[];
  /** Whether counts by bin of latency are wanted: they are most of what there is to read. */
  readonly hasLatencies: boolean;
}

/** Figures point by point. */
export interface SeriesFigures {
  readonly points: readonly Figures[];
  /** What begins before this instant, Unix milliseconds, may be gone. */
  readonly keptFromMs: number;
}

/** Buckets that are asked for by their ids in one query. */
const IDS_AT_ONCE = 1000;

/** Buckets that one message of the database holds: what is decoded at once holds up everything else. */
const ROWS_AT_ONCE = 500;

type Rows = mongo.FindCursor<mongo.WithId<RollupDocument>>;

/** Reads roll-ups for display, point by point or of one model. */
@Injectable()
export class RollupSeriesStore {
  constructor(
    private readonly collections: RollupCollections,
    private readonly config: AppConfig,
  ) {}

  /** Adds up what lies within each point, out of the coarsest buckets that serve. */
  async points(orgId: OrgId, wish: SeriesWish, now: Date): Promise<SeriesFigures> {
    const { level, keptFromMs } = seriesLevel(wish.edges, this.config, now);
    const points = wish.edges.slice(1).map(() => new FigureSum());
    for (const rows of this.rowsOf(level, orgId, wish)) {
      for await (const row of rows) points[pointOf(wish.edges, row.start.getTime())]?.add(figuresOf(row));
    }
    return { points, keptFromMs };
  }

  /** Adds up what is rolled up of a series.
   * @param window null for all time; else in 10-second buckets that start within it */
  async total(series: Series, window: Window | null): Promise<Figures> {
    const sum = new FigureSum();
    for (const rows of window === null ? [this.days(series, null)] : this.rowsWithin(series, window)) {
      for await (const row of rows) sum.add(figuresOf(row));
    }
    return sum;
  }

  /** Only days can be many: as many as there are of the model are read, however long the window is. */
  private *rowsWithin(series: Series, { from, to }: Window): Generator<Rows> {
    for (const { level, ...span } of coverage({ fromMs: from.getTime(), toMs: to.getTime() })) {
      if (level === COARSEST_LEVEL) yield this.days(series, span);
      else yield* this.byIds(level, series, { ...span, hasLatencies: true });
    }
  }

  private days({ orgId, kind, modelName }: Series, span: Span | null): Rows {
    const start = span === null ? {} : { start: { $gte: new Date(span.fromMs), $lt: new Date(span.toMs) } };
    const own = { organization_id: new Types.ObjectId(orgId), kind, model_name: modelName };
    return this.find(COARSEST_LEVEL, { ...own, ...start }, true);
  }

  /** One model's buckets are found by their ids, however many other models there are; those of all by time. */
  private *rowsOf(level: RollupLevel, orgId: OrgId, wish: SeriesWish): Generator<Rows> {
    const { kinds, modelName, edges, hasLatencies } = wish;
    const [fromMs, toMs] = [edges[0] ?? 0, edges.at(-1) ?? 0];
    for (const kind of kinds) {
      if (modelName !== undefined) yield* this.byIds(level, { orgId, kind, modelName }, { fromMs, toMs, hasLatencies });
      else {
        const start = { $gte: new Date(fromMs), $lt: new Date(toMs) };
        yield this.find(level, { organization_id: new Types.ObjectId(orgId), kind, start }, hasLatencies);
      }
    }
  }

  private *byIds(
    level: RollupLevel,
    series: Series,
    { fromMs, toMs, hasLatencies }: { readonly fromMs: number; readonly toMs: number; readonly hasLatencies: boolean },
  ): Generator<Rows> {
    const width = LEVEL_MS[level];
    const first = bucketStartMs(level, fromMs + width - 1);
    const organization_id = new Types.ObjectId(series.orgId);
    for (let startMs = first; startMs < toMs; startMs += IDS_AT_ONCE * width) {
      const count = Math.min(IDS_AT_ONCE, Math.ceil((toMs - startMs) / width));
      const ids = Array.from({ length: count }, (_none, nth) => rollupIdOf(series, startMs + nth * width));
      yield this.find(level, { _id: { $in: ids }, organization_id }, hasLatencies);
    }
  }

  private find(level: RollupLevel, filter: mongo.Filter<RollupDocument>, hasLatencies: boolean): Rows {
    const projection = hasLatencies ? {} : { latencies: 0 };
    const maxTimeMS = queryTimeMs(this.config.dashboardTimeoutMs);
    return this.collections.of(level).find(filter, { projection, maxTimeMS, batchSize: ROWS_AT_ONCE });
  }
}

/** @returns the point that an instant lies in; -1 before the first */
function pointOf(edges: readonly number[], instantMs: number): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((edges[middle] ?? 0) <= instantMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
