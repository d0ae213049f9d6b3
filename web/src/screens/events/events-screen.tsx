import { api, unwrapped } from '../../api/client.js';
import { type PageQuery, usePages } from '../../api/use-pages.js';
import { useStore } from '../../api/use-store.js';
import { Empty } from '../../ui/empty.js';
import { EventList } from '../../ui/event-list.js';
import { Icon } from '../../ui/icon.js';
import { place } from '../../ui/navigation.js';
import { Paged } from '../../ui/paged.js';
import { ingestCommand } from '../../ui/commands.js';
import { Screen } from '../../ui/screen.js';
import { FilterBar } from './filter-bar.js';
import { type EventFilters, filtersOf, isFiltered } from './event-filters.js';

/** The events explorer: every event, the newest first, filtered by what stands in the address. */
export function EventsScreen() {
  const filters = filtersOf(useStore(place).query);
  const pages = usePages(JSON.stringify(filters), (page) => pageOf(filters, page));
  const reload = (
    <button type="button" class="button" disabled={pages.isLoading} onClick={() => pages.reload()}>
      <Icon name="retry" />
      Refresh
    </button>
  );
  return (
    <Screen title="Events" hint="What your models did, one by one, the newest first." aside={reload}>
      <FilterBar filters={filters} />
      <section class="card" aria-label="Events found">
        <Paged of={pages} empty={<NoEvents filters={filters} />}>
          {(events) => <EventList events={events} />}
        </Paged>
      </section>
    </Screen>
  );
}

function NoEvents({ filters }: { readonly filters: EventFilters }) {
  if (isFiltered(filters)) return <Empty title="No event matches">Take a filter away, or widen the time.</Empty>;
  const what = filters.kind === 'llm' ? 'calls of language models' : 'predictions';
  return (
    <Empty title={`No ${what} yet`} command={ingestCommand(filters.kind)}>
      Send the first one with a token of a key; it shows here within about two seconds.
    </Empty>
  );
}

async function pageOf({ kind, ...query }: EventFilters, page: PageQuery) {
  const answer = await api.GET('/events/{kind}', {
    params: { path: { kind }, query: { ...query, ...page } },
  });
  const { events, next_cursor: nextCursor } = unwrapped(answer);
  return { items: events, nextCursor };
}
