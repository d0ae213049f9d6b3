import { useHealthHistory } from '../../api/health-history.js';
import { trimmed } from '../../lib/format.js';
import type { Range } from '../../lib/ranges.js';
import { ChartCard } from '../../ui/chart-card.js';
import type { ChartLook } from '../../ui/chart-look.js';

const LOOK: ChartLook = { kind: 'lines', max: 100, format: (value) => trimmed(value, 1) };

/** Health over time, with the points that drift and slow calls took off. */
export function HealthHistoryCard({ range }: { readonly range: Range }) {
  return (
    <ChartCard
      title="Health over time"
      hint="The lowest score of each step, and what took points off it."
      data={useHealthHistory(range)}
      look={LOOK}
      empty="Health is measured with the first events, and once a minute from then on."
    />
  );
}
