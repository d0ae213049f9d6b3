import uPlot from 'uplot';
import { stacked, type Values } from '../lib/stack.js';
import { axisMoment } from '../lib/times.js';
import { colorOf } from './colors.js';
import type { ChartData, ChartSeries } from '../lib/chart-data.js';
import type { ChartLook } from './chart-look.js';

const LINE_PX = 2;
const FONT = '12px system-ui, sans-serif';
const BAR_SHARE = 0.9;
const BAR_GAP_PX = 1;
/** Steps of an axis of counts: there is no half an event. */
const WHOLE_STEPS = [1, 2, 5]
  .flatMap((digit) => [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7].map((unit) => digit * unit))
  .sort((one, other) => one - other);
const MAX_BAR_PX = 22;
const HEADROOM = 1.08;
const PADDING_PX = { top: 8, right: 20 } as const;
const LABEL_GAP_PX = 8;
const AXIS_PX = { x: 30, y: 52 } as const;
const TICK_GAP_PX = { x: 76, y: 36 } as const;

/** The rows that are drawn: times, then the series; stacked ones from the highest sum down, so that each covers the next. Where a
 * series has nothing it has no bar: its edges would show around the one that covers it. */
export function rowsOf({ times, series }: ChartData, { kind }: ChartLook): uPlot.AlignedData {
  const values = series.map((one) => one.values);
  const rows = kind === 'bars' ? stacked(values).map((sums, row) => withoutZeros(sums, values[row] ?? [])) : values;
  return [times, ...(kind === 'bars' ? rows.toReversed() : rows)] as unknown as uPlot.AlignedData;
}

function withoutZeros(sums: readonly number[], own: Values): Values {
  return sums.map((sum, index) => (own[index] ? sum : null));
}

/** How it is drawn, in the colours of the theme that is shown.
 * @param current gives the data as they are when the scales are laid out */
export function optionsOf(host: HTMLElement, look: ChartLook, current: () => ChartData): uPlot.Options {
  const drawn = look.kind === 'bars' ? [...current().series].reverse() : current().series;
  const { muted, line } = { muted: colorOf(host, 'muted'), line: colorOf(host, 'line') };
  return {
    width: host.clientWidth,
    height: host.clientHeight,
    padding: [PADDING_PX.top, PADDING_PX.right, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7, width: 2 } },
    scales: { x: { range: () => spanOf(current()) }, y: { range: (_chart, _low, high) => [0, look.max ?? top(high)] } },
    series: [{}, ...drawn.map((series) => drawing(series, look, colorOf(host, series.color)))],
    axes: [
      {
        stroke: muted,
        font: FONT,
        size: AXIS_PX.x,
        space: TICK_GAP_PX.x,
        gap: LABEL_GAP_PX,
        grid: { show: false },
        ticks: { show: false },
        values: (_chart, splits) => splits.map((seconds) => axisMoment(seconds, spanOf(current()))),
      },
      {
        stroke: muted,
        font: FONT,
        size: AXIS_PX.y,
        space: TICK_GAP_PX.y,
        gap: LABEL_GAP_PX,
        grid: { stroke: line, width: 1 },
        ticks: { show: false },
        ...(look.kind === 'bars' ? { incrs: WHOLE_STEPS } : {}),
        values: (_chart, splits) => splits.map((value) => look.format(value)),
      },
    ],
  };
}

function drawing({ name }: ChartSeries, { kind }: ChartLook, color: string): uPlot.Series {
  if (kind === 'bars') {
    const paths = uPlot.paths.bars?.({ size: [BAR_SHARE, MAX_BAR_PX], align: 1, gap: BAR_GAP_PX });
    return { label: name, fill: color, width: 0, points: { show: false }, ...(paths === undefined ? {} : { paths }) };
  }
  return { label: name, stroke: color, width: LINE_PX, points: { show: true, size: 5, fill: color, filter: lonely } };
}

/** Of a line only values without a neighbour are dots: nothing else would show them. */
function lonely(chart: uPlot, row: number): number[] {
  const values = chart.data[row] ?? [];
  const has = (index: number): boolean => values[index] !== null && values[index] !== undefined;
  return Array.from(values.keys()).filter((index) => has(index) && !has(index - 1) && !has(index + 1));
}

function spanOf({ times, step }: ChartData): [number, number] {
  return [times[0] ?? 0, (times.at(-1) ?? 0) + step];
}

function top(high: number | null): number {
  return high === null || high <= 0 ? 1 : high * HEADROOM;
}
