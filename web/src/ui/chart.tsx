import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { useStore } from '../api/use-store.js';
import { ChartLegend } from './chart-legend.js';
import { optionsOf, rowsOf } from './chart-options.js';
import type { ChartData } from '../lib/chart-data.js';
import type { ChartLook } from './chart-look.js';
import { theme } from './theme.js';

interface ChartProps {
  /** What it shows, for those who don't see it. */
  readonly label: string;
  readonly data: ChartData;
  readonly look: ChartLook;
}

/** A chart over time. Pointer and arrow keys move a crosshair; the legend says the values at it. */
export function Chart({ label, data, look }: ChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const [index, setIndex] = useState<number | null>(null);
  const chart = useChart(host, { data, look }, setIndex);
  const move = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined || chart.current === null) return;
    event.preventDefault();
    const last = data.times.length - 1;
    const next = Math.min(last, Math.max(0, (index ?? (by > 0 ? -1 : last + 1)) + by));
    chart.current.setCursor({ left: chart.current.valToPos(data.times[next] ?? 0, 'x'), top: 0 });
  };
  return (
    <figure class="chart" tabIndex={0} aria-label={`${label}. Arrow keys move through time.`} onKeyDown={move}>
      <ChartLegend data={data} look={look} index={index} />
      <div ref={host} class="chart-host" aria-hidden="true" />
    </figure>
  );
}

/** Keeps a drawing in an element: made anew for another theme or other series, else given the new data. */
function useChart(
  host: { readonly current: HTMLDivElement | null },
  props: Pick<ChartProps, 'data' | 'look'>,
  onIndex: (index: number | null) => void,
): { readonly current: uPlot | null } {
  const latest = useRef(props);
  latest.current = props;
  const chart = useRef<uPlot | null>(null);
  const shown = useStore(theme);
  const names = props.data.series.map(({ name }) => name).join('\n');

  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const { data, look } = latest.current;
    const options = optionsOf(element, look, () => latest.current.data);
    const hooks = { setCursor: [({ cursor }: uPlot) => onIndex(cursor.idx ?? null)] };
    const made = new uPlot({ ...options, hooks }, rowsOf(data, look), element);
    chart.current = made;
    const watcher = new ResizeObserver(() =>
      made.setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [shown, names]);

  useEffect(() => chart.current?.setData(rowsOf(props.data, props.look)), [props.data]);
  return chart;
}
