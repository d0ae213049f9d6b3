import { api, unwrapped } from '../../api/client.js';
import type { EventSummary, ModelDetail } from '../../api/types.js';
import { useResource } from '../../api/use-resource.js';
import { hrefOf, type Kind } from '../../lib/route.js';
import { Card } from '../../ui/card.js';
import { Empty } from '../../ui/empty.js';
import { EventList } from '../../ui/event-list.js';
import { Link } from '../../ui/link.js';
import { Loaded } from '../../ui/loaded.js';

const LIMIT = 8;

/** What a model did last. */
export function LatestEventsCard({ model: { model_name: name, kinds } }: { readonly model: ModelDetail }) {
  const events = useResource(`latest ${name}`, async () => {
    const lists = await Promise.all(kinds.map((kind) => latest(kind, name)));
    const sorted = lists.flat().sort((one, other) => other.timestamp.localeCompare(one.timestamp));
    return sorted.slice(0, LIMIT);
  });
  const kind = events.value?.[0]?.kind ?? kinds[0];
  return (
    <Card title="Latest events" aside={<Link href={hrefOf('events', { kind, model: name })}>All events</Link>}>
      <Loaded of={events} lines={6}>
        {(found) =>
          found.length === 0 ? (
            <Empty title="None">No event of this model is kept.</Empty>
          ) : (
            <EventList events={found} />
          )
        }
      </Loaded>
    </Card>
  );
}

async function latest(kind: Kind, model: string): Promise<readonly EventSummary[]> {
  const query = { model, limit: LIMIT };
  return unwrapped(await api.GET('/events/{kind}', { params: { path: { kind }, query } })).events;
}
