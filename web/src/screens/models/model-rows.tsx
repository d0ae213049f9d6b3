import type { ModelSummary } from '../../api/types.js';
import { duration } from '../../lib/format.js';
import { modelHref } from '../../lib/route.js';
import { DriftMeter } from '../../ui/drift-meter.js';
import { Link } from '../../ui/link.js';

/** Models, one a row; each row leads to the model. */
export function ModelRows({ models }: { readonly models: readonly ModelSummary[] }) {
  const sorted = [...models].sort(
    (one, other) => other.drift_score - one.drift_score || one.model_name.localeCompare(other.model_name),
  );
  return (
    <div class="rows model-rows">
      <div class="row row-head" aria-hidden="true">
        <span>Model</span>
        <span>Drift</span>
        <span>Mean latency</span>
      </div>
      <ul>
        {sorted.map((model) => (
          <li key={model.model_name}>
            <Link href={modelHref(model.model_name)} class="row">
              <span class="cell-name">{model.model_name}</span>
              <DriftMeter percent={model.drift_score} />
              <span class="cell-number">{duration(model.mean_latency_ms)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
