import { bucketsOf, lowestOf } from '../lib/buckets.js';
import type { ChartData } from '../lib/chart-data.js';
import type { Range } from '../lib/ranges.js';
import { api, unwrapped } from './client.js';
import { type Resource, useResource } from './use-resource.js';

const SECOND_MS = 1000;
/** History is kept in steps of five minutes: finer buckets would have gaps. */
const FINEST_S = 300;

/** Health over time, with the points that were taken off it. */
export function useHealthHistory(range: Range): Resource<ChartData> {
  return useResource(`health-history ${range.key}`, () => history({ ...range, step: Math.max(range.step, FINEST_S) }));
}

async function history(range: Range): Promise<ChartData> {
  const buckets = bucketsOf(range, Date.now());
  const from = new Date((buckets[0] ?? 0) * SECOND_MS).toISOString();
  const { points } = unwrapped(await api.GET('/dashboard/health/history', { params: { query: { from } } }));
  const measured = points.filter(({ state }) => state === 'measured');
  const valuesOf = (field: 'score' | 'drift_penalty' | 'latency_penalty', sign: 1 | -1) => {
    const lowest = lowestOf(
      buckets,
      range.step,
      measured.map((point) => ({ atMs: Date.parse(point.at), value: sign * point[field] })),
    );
    return lowest.map((value) => (value === null ? null : sign * value));
  };
  return {
    times: buckets,
    step: range.step,
    series: [
      { name: 'health', color: 'accent', values: valuesOf('score', 1) },
      { name: 'taken off by drift', color: 'risky-mark', values: valuesOf('drift_penalty', -1) },
      { name: 'by slow calls', color: 'suspicious-mark', values: valuesOf('latency_penalty', -1) },
    ],
  };
}
