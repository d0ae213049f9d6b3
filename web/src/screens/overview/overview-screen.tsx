import { useStore } from '../../api/use-store.js';
import { rangeOf } from '../../lib/ranges.js';
import { LatencyCard } from '../../ui/latency-card.js';
import { place } from '../../ui/navigation.js';
import { RangePicker } from '../../ui/range-picker.js';
import { Screen } from '../../ui/screen.js';
import { LiveMark } from '../../ui/live-mark.js';
import { VolumeCard } from '../../ui/volume-card.js';
import { HealthCard } from './health-card.js';
import { HealthHistoryCard } from './health-history-card.js';
import { LabelsCard } from './labels-card.js';
import { OpenAlertsCard } from './open-alerts-card.js';

/** Everything at a glance: how it is now, and how it came to be. */
export function OverviewScreen() {
  const range = rangeOf(useStore(place).query.get('range'));
  return (
    <Screen title="Overview" hint={<LiveMark />} aside={<RangePicker range={range} />}>
      <div class="grid">
        <div class="span-4 fill">
          <HealthCard />
        </div>
        <div class="span-8 fill">
          <HealthHistoryCard range={range} />
        </div>
        <div class="span-8 fill">
          <VolumeCard range={range} />
        </div>
        <div class="span-4 fill">
          <LabelsCard />
        </div>
        <div class="span-8 fill">
          <LatencyCard range={range} />
        </div>
        <div class="span-4 fill">
          <OpenAlertsCard />
        </div>
      </div>
    </Screen>
  );
}
