import { useModelHealth, useModels } from '../../api/queries.js';
import type { ModelHealth } from '../../api/types.js';
import { duration, trimmed } from '../../lib/format.js';
import { Card } from '../../ui/card.js';
import { DriftMeter } from '../../ui/drift-meter.js';
import { Empty } from '../../ui/empty.js';
import { Figure } from '../../ui/figure.js';
import { Loaded } from '../../ui/loaded.js';

/** A model as it is now. */
export function NowCard({ name }: { readonly name: string }) {
  const models = useModels();
  const health = useModelHealth();
  return (
    <Card title="Now">
      <Loaded of={models}>
        {(found) => {
          const model = found.find((one) => one.model_name === name);
          if (model === undefined) return <Empty title="Not heard of yet">This model has sent no events.</Empty>;
          return (
            <>
              <Health health={health.value?.find((one) => one.model_name === name)} />
              <div class="penalty">
                <span>Drift</span>
                <DriftMeter percent={model.drift_score} />
              </div>
              <Figure name="Mean latency, ever" value={duration(model.mean_latency_ms)} />
            </>
          );
        }}
      </Loaded>
    </Card>
  );
}

function Health({ health }: { readonly health: ModelHealth | undefined }) {
  if (health === undefined) return <p class="muted">Nothing measured in the last 15 minutes.</p>;
  const taken = [
    { name: 'drift', points: health.drift_penalty },
    { name: 'slow calls', points: health.latency_penalty },
  ].filter(({ points }) => points > 0);
  const words = taken.map(({ name, points }) => `${name} −${trimmed(points, 1)}`).join(', ');
  return (
    <p class="score">
      <strong>{trimmed(health.score, 1)}</strong>
      <span class="muted">health by itself{words === '' ? '' : ` · ${words}`}</span>
    </p>
  );
}
