import type { Alert } from '../api/types.js';
import { modelHref } from '../lib/route.js';
import { Link } from './link.js';
import { SeverityBadge } from './severity-badge.js';
import { Time } from './time.js';

interface AlertListProps {
  readonly alerts: readonly Alert[];
  /** Whether there is little room. */
  readonly isBrief?: boolean;
}

/** Alerts, one a row. */
export function AlertList({ alerts, isBrief = false }: AlertListProps) {
  return (
    <ul class={`rows alert-rows ${isBrief ? 'is-brief' : ''}`}>
      {alerts.map((alert) => (
        <li key={alert.id} class="row">
          <span>
            <SeverityBadge severity={alert.severity} />
          </span>
          <span class="alert-message">{alert.message}</span>
          <span class="alert-about">
            <span class="badge badge-flag">{alert.type}</span>
            {alert.model_name === null || isBrief ? null : (
              <Link href={modelHref(alert.model_name)} class="excerpt">
                {alert.model_name}
              </Link>
            )}
          </span>
          {isBrief ? null : <span class="alert-state">{alert.resolved ? 'resolved' : 'open'}</span>}
          <span class="cell-time">
            <Time iso={alert.created_at} relative={isBrief} />
          </span>
        </li>
      ))}
    </ul>
  );
}
