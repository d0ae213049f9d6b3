import { useVolume } from '../api/timeseries.js';
import { compact } from '../lib/format.js';
import type { Range } from '../lib/ranges.js';
import { ChartCard } from './chart-card.js';
import type { ChartLook } from './chart-look.js';

const LOOK: ChartLook = { kind: 'bars', format: compact };

/** How many events came, by label. */
export function VolumeCard({ range, model }: { readonly range: Range; readonly model?: string }) {
  return (
    <ChartCard
      title="Events by label"
      data={useVolume(range, model)}
      look={LOOK}
      empty="Choose a longer time, or send events: they show here within about two seconds."
    />
  );
}
