import { Injectable } from '@nestjs/common';
import { AlertReadsStore } from '../alerts/alert-reads.store.js';
import { ALERT_SEVERITIES } from '../alerts/alerts.facts.js';
import { DAY_MS, shifted } from '../lib/duration.js';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { ValidationFailed } from '../platform/errors/app-error.js';
import { RollupSeriesStore } from '../telemetry/rollup-series.store.js';
import type { EventKind } from '../telemetry/telemetry.facts.js';
import { countLines, type Line, linesOf, type Metric } from './time-series.js';
import { pointEdges, type Step } from './time-steps.js';

/** Points of an answer at most: more than a screen has room for. */
const MAX_POINTS = 1500;

/** What a chart asks for. */
export interface ChartWish {
  readonly metric: Metric;
  readonly kinds: readonly EventKind[];
  readonly modelName: string | undefined;
  /** A day before the end where none is given. */
  readonly from: Date | undefined;
  /** Now where none is given. */
  readonly to: Date | undefined;
  readonly step: Step;
  /** IANA name. */
  readonly zone: string;
}

/** Lines over time. */
export interface Chart {
  /** Where points begin, Unix milliseconds. */
  readonly startsMs: readonly number[];
  /** Where the last one ends. */
  readonly endMs: number;
  readonly lines: readonly Line[];
}

/** Draws how things went, out of roll-ups alone. */
@Injectable()
export class TimeSeriesService {
  constructor(
    private readonly rollups: RollupSeriesStore,
    private readonly alerts: AlertReadsStore,
    private readonly clock: Clock,
  ) {}

  /** @throws ValidationFailed where the span is none, or has too many points */
  async draw(orgId: OrgId, wish: ChartWish): Promise<Chart> {
    const now = this.clock.now();
    const edges = edgesOf(wish, now);
    return {
      startsMs: edges.slice(0, -1),
      endMs: edges.at(-1) ?? 0,
      lines: await this.lines(orgId, wish, { edges, now }),
    };
  }

  private async lines(
    orgId: OrgId,
    wish: ChartWish,
    { edges, now }: { edges: readonly number[]; now: Date },
  ): Promise<Line[]> {
    const { metric, kinds, modelName } = wish;
    if (metric === 'alerts') {
      const window = { from: new Date(edges[0] ?? 0), to: new Date(edges.at(-1) ?? 0) };
      const raised = await this.alerts.raisedWithin(orgId, window, modelName);
      return countLines(
        edges,
        ALERT_SEVERITIES,
        raised.map(({ severity, createdAt }) => ({ name: severity, atMs: createdAt.getTime() })),
      );
    }
    const seriesWish = { kinds, modelName, edges, hasLatencies: metric === 'latency' };
    const { points, keptFromMs } = await this.rollups.points(orgId, seriesWish, now);
    return linesOf(
      metric,
      points.map((figures, nth) => ((edges[nth] ?? 0) < keptFromMs ? null : figures)),
    );
  }
}

function edgesOf({ from, to, step, zone }: ChartWish, now: Date): number[] {
  const end = to ?? now;
  const begin = from ?? shifted(end, -DAY_MS);
  const [fromMs, toMs] = [begin.getTime(), end.getTime()];
  if (fromMs >= toMs) {
    throw new ValidationFailed([{ loc: ['query', 'from'], code: 'empty_span', msg: 'must lie before the end' }]);
  }
  const edges = pointEdges({ fromMs, toMs, step, zone }, MAX_POINTS);
  if (edges === null) {
    const msg = `must be longer: more than ${MAX_POINTS} of them lie between from and to`;
    throw new ValidationFailed([{ loc: ['query', 'step'], code: 'too_many_points', msg }]);
  }
  return edges;
}
