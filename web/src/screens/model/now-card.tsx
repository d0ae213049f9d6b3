import { useOpenAlerts } from '../../api/alerts.js';
import { useModelHealth } from '../../api/queries.js';
import type { ModelDetail, ModelHealth } from '../../api/types.js';
import { trimmed } from '../../lib/format.js';
import { hrefOf } from '../../lib/route.js';
import { Card } from '../../ui/card.js';
import { DriftMeter } from '../../ui/drift-meter.js';
import { Figure } from '../../ui/figure.js';
import { Link } from '../../ui/link.js';
import { Time } from '../../ui/time.js';

/** Open alerts are counted so far: one page of them. */
const COUNTED = 100;

/** A model as it is now. */
export function NowCard({ model }: { readonly model: ModelDetail }) {
  const { model_name: name, drift_score: drift, last_seen: seen } = model;
  const health = useModelHealth();
  return (
    <Card title="Now">
      <Health health={health.value?.find((one) => one.model_name === name)} />
      {drift === null ? null : (
        <div class="penalty">
          <span>Drift</span>
          <DriftMeter percent={drift} />
        </div>
      )}
      <Figure name="Open alerts" value={<OpenAlerts name={name} />} />
      <Figure name="Last event" value={seen === null ? 'none kept' : <Time iso={seen} relative />} />
    </Card>
  );
}

function OpenAlerts({ name }: { readonly name: string }) {
  const alerts = useOpenAlerts(COUNTED, name).value?.length;
  if (alerts === undefined || alerts === 0) return <>{alerts ?? '–'}</>;
  return (
    <Link href={hrefOf('alerts', { model: name, status: 'open' })}>
      {alerts}
      {alerts === COUNTED ? ' or more' : ''}
    </Link>
  );
}

function Health({ health }: { readonly health: ModelHealth | undefined }) {
  if (health === undefined) return <p class="muted">No health: nothing was measured in the last 15 minutes.</p>;
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
