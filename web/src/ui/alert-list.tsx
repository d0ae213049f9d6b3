import type { Alert } from '../api/types.js';
import { eventHref, modelHref } from '../lib/route.js';
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
          <span class="alert-message">
            <Message alert={alert} />
          </span>
          {isBrief ? <span class="badge badge-flag">{alert.type}</span> : <About alert={alert} />}
          <span class="cell-time">
            <Time iso={alert.created_at} relative={isBrief} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The sentence of an alert; it leads to the event, where it is about one. */
function Message({ alert: { message, event, model_name: model } }: { readonly alert: Alert }) {
  if (event !== null) return <Link href={eventHref(event.kind, event.id)}>{message}</Link>;
  return model === null ? <>{message}</> : <Link href={modelHref(model)}>{message}</Link>;
}

function About({ alert: { type, model_name: model, resolved, occurrences } }: { readonly alert: Alert }) {
  return (
    <>
      <span class="alert-about">
        <span class="badge badge-flag">{type}</span>
        {model === null ? null : (
          <Link href={modelHref(model)} class="excerpt">
            {model}
          </Link>
        )}
      </span>
      <span class="alert-state">
        {resolved ? 'resolved' : 'open'}
        {occurrences > 1 ? ` · ${occurrences}×` : ''}
      </span>
    </>
  );
}
