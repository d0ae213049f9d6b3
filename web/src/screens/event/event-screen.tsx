import { api, unwrapped } from '../../api/client.js';
import { ApiFault } from '../../api/fault.js';
import type { EventDetail } from '../../api/types.js';
import { useResource } from '../../api/use-resource.js';
import { hrefOf, type Kind } from '../../lib/route.js';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { Screen } from '../../ui/screen.js';
import { EventFacts } from './event-facts.js';
import { LlmEvent } from './llm-event.js';
import { MlEvent } from './ml-event.js';

const NOT_FOUND = 404;
const NO_ID = 422;

/** One event: what was sent, what was made of it, and why. */
export function EventScreen({ kind, id }: { readonly kind: Kind; readonly id: string }) {
  const event = useResource(`${kind}/${id}`, async () =>
    unwrapped(await api.GET('/events/{kind}/{id}', { params: { path: { kind, id } } })),
  );
  const parent = { name: 'Events', href: hrefOf('events', { kind }) };
  const isMissing = event.error instanceof ApiFault && [NOT_FOUND, NO_ID].includes(event.error.status);
  return (
    <Screen title={kind === 'llm' ? 'Call of a language model' : 'Prediction'} parent={parent}>
      {isMissing ? (
        <div class="card">
          <Empty title="No such event">It may be older than events are kept, or belong to another organization.</Empty>
        </div>
      ) : (
        <Loaded of={event} lines={8}>
          {(found) => <Found event={found} onChange={() => event.reload()} />}
        </Loaded>
      )}
    </Screen>
  );
}

function Found({ event, onChange }: { readonly event: EventDetail; readonly onChange: () => void }) {
  return (
    <>
      <EventFacts event={event} />
      {event.kind === 'llm' ? <LlmEvent event={event} onChange={onChange} /> : <MlEvent event={event} />}
    </>
  );
}
