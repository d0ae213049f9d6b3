import { bucketsOf, lowestOf } from '../lib/buckets.js';
import type { ChartData } from '../lib/chart-data.js';
import { type Range, STEP_S } from '../lib/ranges.js';
import { api, unwrapped } from './client.js';
import { type Resource, useResource } from './use-resource.js';
import { SECOND_MS } from '../lib/units.js';

/** History is kept in steps of five minutes: finer buckets would have gaps. */
const FINEST_S = 300;

/** Health over time, with the points that were taken off it. */
export function useHealthHistory(range: Range): Resource<ChartData> {
  return useResource(`health-history ${range.key}`, () => history(range));
}

async function history({ seconds, step: name }: Range): Promise<ChartData> {
  const step = Math.max(STEP_S[name], FINEST_S);
  const times = bucketsOf({ seconds, step }, Date.now());
  const from = new Date((times[0] ?? 0) * SECOND_MS).toISOString();
  const { points } = unwrapped(await api.GET('/dashboard/health/history', { params: { query: { from } } }));
  const measured = points.filter(({ state }) => state === 'measured');
  const valuesOf = (field: 'score' | 'drift_penalty' | 'latency_penalty') => {
    const values = measured.map((point) => ({ atMs: Date.parse(point.at), value: point[field] }));
    return lowestOf(times, step, values);
  };
  return {
    times,
    step,
    series: [
      { name: 'health', color: 'accent', values: valuesOf('score') },
      { name: 'taken off by drift', color: 'risky-mark', values: valuesOf('drift_penalty') },
      { name: 'by slow calls', color: 'suspicious-mark', values: valuesOf('latency_penalty') },
    ],
  };
}
