import type { EventDetail } from '../../api/types.js';
import { plain } from '../../lib/format.js';
import { Card } from '../../ui/card.js';
import { Factors } from './factors.js';

/** A prediction: what came out, what went in, and what its risk is made of. */
export function MlEvent({ event }: { readonly event: EventDetail }) {
  return (
    <div class="grid">
      <div class="span-8 stack">
        <Card title="Prediction">
          <pre class="json" tabIndex={0} aria-label="Prediction">
            {plain(event.prediction)}
          </pre>
        </Card>
        <Card title="Input">
          <pre class="json" tabIndex={0} aria-label="Input">
            {plain(event.input_data)}
          </pre>
        </Card>
      </div>
      <div class="span-4 stack">
        <Card title="What the risk is made of">
          {event.factors === null ? (
            <p class="muted">Labels come within about two seconds.</p>
          ) : (
            <Factors factors={event.factors} isSum={event.risk === null} />
          )}
        </Card>
      </div>
    </div>
  );
}
