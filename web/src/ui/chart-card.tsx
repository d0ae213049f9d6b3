import { figuresHeard } from '../api/live.js';
import { useReload } from '../api/use-reload.js';
import type { Resource } from '../api/use-resource.js';
import { Card } from './card.js';
import { Chart } from './chart.js';
import { type ChartData, hasValues } from '../lib/chart-data.js';
import type { ChartLook } from './chart-look.js';
import { Empty } from './empty.js';
import { Loaded } from './loaded.js';

interface ChartCardProps {
  readonly title: string;
  readonly hint?: string;
  readonly data: Resource<ChartData>;
  readonly look: ChartLook;
  /** What to say where there is nothing in the time shown. */
  readonly empty: string;
}

const LINES = 7;

/** A chart with its title, in all the states of its data. */
export function ChartCard({ title, hint, data, look, empty }: ChartCardProps) {
  useReload(figuresHeard, () => data.reload());
  return (
    <Card title={title} {...(hint === undefined ? {} : { hint })}>
      <Loaded of={data} lines={LINES}>
        {(value) =>
          hasValues(value) ? (
            <Chart label={title} data={value} look={look} />
          ) : (
            <Empty title="Nothing in the time shown">{empty}</Empty>
          )
        }
      </Loaded>
    </Card>
  );
}
