import { isLabel } from '../lib/labels.js';
import { bucketMoment } from '../lib/times.js';
import type { ChartData, ChartSeries } from '../lib/chart-data.js';
import type { ChartLook } from './chart-look.js';
import { LabelShape } from './label-badge.js';

interface LegendProps {
  readonly data: ChartData;
  readonly look: ChartLook;
  /** The bucket at the crosshair; null without one. */
  readonly index: number | null;
}

/** Names the series, with their values at the crosshair. */
export function ChartLegend({ data, look, index }: LegendProps) {
  const time = index === null ? undefined : data.times[index];
  return (
    <figcaption class="legend">
      <ul>
        {data.series.map((series) => (
          <li key={series.name}>
            <Swatch series={series} />
            {series.name}
            <b>{index === null ? '' : worded(series.values[index], look)}</b>
          </li>
        ))}
      </ul>
      <span class="legend-time" aria-live="polite">
        {time === undefined ? '' : bucketMoment(time)}
      </span>
    </figcaption>
  );
}

function Swatch({ series: { name, color } }: { readonly series: ChartSeries }) {
  if (isLabel(name)) return <LabelShape label={name} />;
  return <i class={`swatch swatch-${color}`} />;
}

function worded(value: number | null | undefined, { format }: ChartLook): string {
  return value === null || value === undefined ? '–' : format(value);
}
