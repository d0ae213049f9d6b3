import { useModel } from '../../api/model.js';
import type { ModelDetail } from '../../api/types.js';
import { useStore } from '../../api/use-store.js';
import { type Range, rangeOf } from '../../lib/ranges.js';
import { hrefOf } from '../../lib/route.js';
import { Card } from '../../ui/card.js';
import { ingestCommand } from '../../ui/commands.js';
import { Empty } from '../../ui/empty.js';
import { LatencyCard } from '../../ui/latency-card.js';
import { Loaded } from '../../ui/loaded.js';
import { place } from '../../ui/navigation.js';
import { RangePicker } from '../../ui/range-picker.js';
import { Screen } from '../../ui/screen.js';
import { VolumeCard } from '../../ui/volume-card.js';
import { BaselineCard } from './baseline-card.js';
import { DriftCard } from './drift-card.js';
import { LatestEventsCard } from './latest-events-card.js';
import { NowCard } from './now-card.js';
import { RecentCard } from './recent-card.js';

/** One model: how it is now, how it came to be, what is normal for it, and what it did last. */
export function ModelScreen({ name }: { readonly name: string }) {
  const range = rangeOf(useStore(place).query.get('range'));
  const model = useModel(name, range);
  return (
    <Screen title={name} parent={{ name: 'Models', href: hrefOf('models') }} aside={<RangePicker range={range} />}>
      <Loaded of={model} lines={12}>
        {(found) => (found === null ? <Nobody /> : <Found model={found} range={range} />)}
      </Loaded>
    </Screen>
  );
}

function Found({ model, range }: { readonly model: ModelDetail; readonly range: Range }) {
  const name = model.model_name;
  return (
    <>
      <div class="grid">
        <div class="span-4 fill">
          <NowCard model={model} />
        </div>
        <div class="span-4 fill">
          <RecentCard model={model} />
        </div>
        <div class="span-4 fill">
          <BaselineCard model={model} />
        </div>
        <div class="span-6 fill">
          <VolumeCard range={range} model={name} />
        </div>
        <div class="span-6 fill">
          <LatencyCard range={range} model={name} />
        </div>
      </div>
      <DriftCard name={name} />
      <LatestEventsCard model={model} />
    </>
  );
}

function Nobody() {
  return (
    <Card title="Not heard of yet">
      <Empty title="No model of this name has sent events" command={ingestCommand('ml')} />
    </Card>
  );
}
