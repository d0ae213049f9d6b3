import { api, unwrapped } from '../../api/client.js';
import type { ModelDetail, Profile } from '../../api/types.js';
import { useResource } from '../../api/use-resource.js';
import { duration, trimmed } from '../../lib/format.js';
import { Card } from '../../ui/card.js';
import { Empty } from '../../ui/empty.js';
import { Figure } from '../../ui/figure.js';
import { Loaded } from '../../ui/loaded.js';
import { Time } from '../../ui/time.js';

const MAX_FEATURES = 12;

/** What is normal for a model. */
export function BaselineCard({ model }: { readonly model: ModelDetail }) {
  return (
    <Card title="Baseline" hint="What is normal for this model.">
      {model.baseline === null ? <NoBaseline kinds={model.kinds} /> : <Known name={model.model_name} />}
    </Card>
  );
}

function NoBaseline({ kinds }: { readonly kinds: ModelDetail['kinds'] }) {
  if (!kinds.includes('ml'))
    return <p class="muted">Calls of language models have none as a whole; signal by signal below.</p>;
  return (
    <Empty title="None yet">
      It is learned from the first five minutes of predictions, or set with <code>PUT /models/…/profile</code>.
    </Empty>
  );
}

function Known({ name }: { readonly name: string }) {
  const profile = useResource(`profile ${name}`, async () =>
    unwrapped(await api.GET('/models/{model_name}/profile', { params: { path: { model_name: name } } })),
  );
  return <Loaded of={profile}>{(found) => <Normal profile={found} />}</Loaded>;
}

function Normal({ profile }: { readonly profile: Profile }) {
  const features = Object.entries(profile.feature_stats ?? {});
  return (
    <>
      <Figure name="Latency" value={duration(profile.baseline_latency_ms)} />
      <Figure
        name={profile.source === 'learned' ? 'Learned' : 'Set by hand'}
        value={<Time iso={profile.updated_at} />}
      />
      {features.slice(0, MAX_FEATURES).map(([feature, { mean, std }]) => (
        <Figure key={feature} name={feature} value={`${trimmed(mean, 2)} ± ${trimmed(std, 2)}`} />
      ))}
      {features.length > MAX_FEATURES ? <p class="hint">and {features.length - MAX_FEATURES} more features</p> : null}
    </>
  );
}
