import type { ComponentChildren } from 'preact';
import type { EventDetail } from '../../api/types.js';
import { count, duration, score, words } from '../../lib/format.js';
import { modelHref } from '../../lib/route.js';
import { fullMoment } from '../../lib/times.js';
import { LabelBadge } from '../../ui/label-badge.js';
import { Link } from '../../ui/link.js';

/** The short facts of an event. */
export function EventFacts({ event }: { readonly event: EventDetail }) {
  return (
    <section class="card" aria-label="In short">
      <dl class="facts">
        <Fact name="Label">
          <LabelBadge label={event.riskLabel} />
        </Fact>
        <Fact name="Risk score">
          <strong>{score(event.riskScore)}</strong>
        </Fact>
        <Fact name="Model">
          <Link href={modelHref(event.model_name)}>{event.model_name}</Link>
        </Fact>
        <Fact name="Latency">{duration(event.latency_ms)}</Fact>
        {event.token_count === null ? null : <Fact name="Tokens, estimated">{count(event.token_count)}</Fact>}
        <Fact name="Time">
          <time dateTime={event.timestamp}>{fullMoment(event.timestamp)}</time>
        </Fact>
      </dl>
      {event.flags.length === 0 ? null : (
        <p class="flags" aria-label="Flags">
          {event.flags.map((flag) => (
            <span key={flag} class="badge badge-flag">
              {words(flag)}
            </span>
          ))}
        </p>
      )}
      {event.dead === null ? null : (
        <p class="notice">Could not be processed ({event.dead.code}): it waits as a dead letter to be replayed.</p>
      )}
      {event.benign_at === null ? null : (
        <p class="notice">Known to be harmless since {fullMoment(event.benign_at)}.</p>
      )}
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
