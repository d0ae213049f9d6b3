import { figuresHeard } from '../../api/live.js';
import { useHealth } from '../../api/queries.js';
import { useReload } from '../../api/use-reload.js';
import type { Health } from '../../api/types.js';
import { duration, trimmed } from '../../lib/format.js';
import { modelHref } from '../../lib/route.js';
import { Card } from '../../ui/card.js';
import { Link } from '../../ui/link.js';
import { Loaded } from '../../ui/loaded.js';
import { Time } from '../../ui/time.js';
import { Penalty } from './penalty.js';

/** Below these a health alert opens, and is critical. */
const LOW = 60;
const CRITICAL = 40;
const MAX = { drift: 40, latency: 30 } as const;

/** Health as it is now, and what lowers it. */
export function HealthCard() {
  const health = useHealth();
  useReload(figuresHeard, () => health.reload());
  return (
    <Card title="Health now" aside={health.value?.updated_at ? <Updated iso={health.value.updated_at} /> : null}>
      <Loaded of={health}>{(value) => <Score health={value} />}</Loaded>
    </Card>
  );
}

function Updated({ iso }: { readonly iso: string }) {
  return (
    <span class="hint">
      <Time iso={iso} relative />
    </span>
  );
}

function Score({ health }: { readonly health: Health }) {
  const { score, details, worst_model: worst } = health;
  const drift = details.drift_penalty ?? 0;
  const latency = details.latency_penalty ?? 0;
  return (
    <>
      <p class={`score score-${levelOf(health)}`}>
        <strong data-testid="health-score">{trimmed(score, 1)}</strong>
        <span class="muted">of 100 · {stateOf(health)}</span>
      </p>
      <div class="penalties">
        <Penalty name="Drift" points={drift} max={MAX.drift} hint={driftHint(details.average_drift_score)} />
        <Penalty
          name="Slow LLM calls"
          points={latency}
          max={MAX.latency}
          hint={latencyHint(details.llm_mean_latency_ms)}
        />
      </div>
      {worst === null ? null : (
        <p class="hint">
          Lowered most by <Link href={modelHref(worst)}>{worst}</Link>
        </p>
      )}
    </>
  );
}

function levelOf({ state, score }: Health): string {
  if (state === 'no_data') return 'none';
  return score < CRITICAL ? 'risky' : score < LOW ? 'suspicious' : 'normal';
}

function stateOf(health: Health): string {
  const words = { none: 'nothing measured lately', risky: 'critical', suspicious: 'low', normal: 'good' };
  return words[levelOf(health) as keyof typeof words];
}

function driftHint(percent: number | null | undefined): string {
  return percent === null || percent === undefined
    ? 'none measured lately'
    : `${trimmed(percent, 1)} % above the baselines, on average`;
}

function latencyHint(ms: number | null | undefined): string {
  return ms === null || ms === undefined ? 'no calls in 15 minutes' : `${duration(ms)} on average, free up to 1 s`;
}
