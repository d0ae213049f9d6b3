import type { Range } from '../lib/ranges.js';
import type { ChartData } from '../lib/chart-data.js';
import { type Resource, useResource } from './use-resource.js';

/** Events by label over time. */
export function useVolume(range: Range, model?: string): Resource<ChartData> {
  return useResource(`volume ${range.key} ${model}`, async () => ({ times: [], series: [], step: range.step }));
}

/** Percentiles of latency over time. */
export function useLatency(range: Range, model?: string): Resource<ChartData> {
  return useResource(`latency ${range.key} ${model}`, async () => ({ times: [], series: [], step: range.step }));
}
