import { useStore } from '../../api/use-store.js';
import { hrefOf } from '../../lib/route.js';
import { rangeOf } from '../../lib/ranges.js';
import { LatencyCard } from '../../ui/latency-card.js';
import { place } from '../../ui/navigation.js';
import { RangePicker } from '../../ui/range-picker.js';
import { Screen } from '../../ui/screen.js';
import { VolumeCard } from '../../ui/volume-card.js';
import { BaselineCard } from './baseline-card.js';
import { LatestEventsCard } from './latest-events-card.js';
import { NowCard } from './now-card.js';

/** One model: how it is now, how it came to be, what is normal for it, and what it did last. */
export function ModelScreen({ name }: { readonly name: string }) {
  const range = rangeOf(useStore(place).query.get('range'));
  return (
    <Screen title={name} parent={{ name: 'Models', href: hrefOf('models') }} aside={<RangePicker range={range} />}>
      <div class="grid">
        <div class="span-4 fill">
          <NowCard name={name} />
        </div>
        <div class="span-8 fill">
          <VolumeCard range={range} model={name} />
        </div>
        <div class="span-8 fill">
          <LatencyCard range={range} model={name} />
        </div>
        <div class="span-4 fill">
          <BaselineCard name={name} />
        </div>
      </div>
      <LatestEventsCard name={name} />
    </Screen>
  );
}
