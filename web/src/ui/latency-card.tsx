import { useLatency } from '../api/timeseries.js';
import { duration } from '../lib/format.js';
import type { Range } from '../lib/ranges.js';
import { ChartCard } from './chart-card.js';
import type { ChartLook } from './chart-look.js';

const LOOK: ChartLook = { kind: 'lines', format: duration };

/** How long calls and predictions took. */
export function LatencyCard({ range, model }: { readonly range: Range; readonly model?: string }) {
  return (
    <ChartCard
      title="Latency"
      hint="Median, 95th and 99th percentile."
      data={useLatency(range, model)}
      look={LOOK}
      empty="Choose a longer time, or send events."
    />
  );
}
