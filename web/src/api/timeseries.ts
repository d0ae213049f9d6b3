import type { ChartData } from '../lib/chart-data.js';
import { LABELS } from '../lib/labels.js';
import { type Range, spanOf, STEP_S } from '../lib/ranges.js';
import { ZONE } from '../lib/times.js';
import { api, unwrapped } from './client.js';
import { type Resource, useResource } from './use-resource.js';
import { SECOND_MS } from '../lib/units.js';

/** The lines of each metric that are shown, in the order of the legend, with their colours. */
const LINES = {
  events: LABELS.map((label) => ({ name: label, color: `${label}-mark` })),
  latency: [
    { name: 'p99', color: 'faint' },
    { name: 'p95', color: 'mid' },
    { name: 'p50', color: 'accent' },
  ],
} as const;

/** What a chart over time is of. */
interface Wish {
  readonly metric: keyof typeof LINES;
  readonly range: Range;
  /** Undefined: of all models. */
  readonly model: string | undefined;
}

/** Events by label over time. */
export function useVolume(range: Range, model?: string): Resource<ChartData> {
  return useSeries({ metric: 'events', range, model });
}

/** Percentiles of latency over time. */
export function useLatency(range: Range, model?: string): Resource<ChartData> {
  return useSeries({ metric: 'latency', range, model });
}

function useSeries(wish: Wish): Resource<ChartData> {
  return useResource(`${wish.metric} ${wish.range.key} ${wish.model ?? ''}`, () => seriesOf(wish));
}

async function seriesOf({ metric, range, model }: Wish): Promise<ChartData> {
  const { from, to } = spanOf(range, Date.now());
  const query = { metric, step: range.step, tz: ZONE, from, to, ...(model === undefined ? {} : { model }) };
  const { starts, lines } = unwrapped(await api.GET('/dashboard/timeseries', { params: { query } }));
  return {
    times: starts.map((start) => Date.parse(start) / SECOND_MS),
    step: STEP_S[range.step],
    series: LINES[metric].map(({ name, color }) => ({
      name,
      color,
      values: lines.find((line) => line.name === name)?.values ?? starts.map(() => null),
    })),
  };
}
