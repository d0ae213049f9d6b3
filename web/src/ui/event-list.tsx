import type { EventSummary } from '../api/types.js';
import { duration, plain, score, words } from '../lib/format.js';
import { eventHref } from '../lib/route.js';
import { LabelBadge } from './label-badge.js';
import { Link } from './link.js';
import { Time } from './time.js';

const MAX_FLAGS = 2;

/** Events, one a row; each row leads to the event. */
export function EventList({ events }: { readonly events: readonly EventSummary[] }) {
  return (
    <div class="rows event-rows">
      <div class="row row-head" aria-hidden="true">
        <span>Label</span>
        <span>Score</span>
        <span>What</span>
        <span>Model</span>
        <span>Latency</span>
        <span>Time</span>
      </div>
      <ul>
        {events.map((event) => (
          <li key={event.id}>
            <EventRow event={event} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function EventRow({ event }: { readonly event: EventSummary }) {
  const { kind, id, flags, riskLabel, riskScore } = event;
  const further = flags.length - MAX_FLAGS;
  return (
    <Link href={eventHref(kind, id)} class="row">
      <span class="cell-label">
        <LabelBadge label={riskLabel} />
      </span>
      <span class="cell-score">{score(riskScore)}</span>
      <span class="cell-what">
        <span class="excerpt">{excerptOf(event)}</span>
        {flags.slice(0, MAX_FLAGS).map((flag) => (
          <span key={flag} class="badge badge-flag">
            {words(flag)}
          </span>
        ))}
        {further > 0 ? <span class="badge badge-flag">+{further}</span> : null}
      </span>
      <span class="cell-model">{event.model_name}</span>
      <span class="cell-number">{duration(event.latency_ms)}</span>
      <span class="cell-time">
        <Time iso={event.timestamp} />
      </span>
    </Link>
  );
}

function excerptOf({ prompt, prediction }: EventSummary): string {
  return (prompt ?? plain(prediction)).replaceAll(/\s+/g, ' ') || '(empty)';
}
