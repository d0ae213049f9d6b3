import { useAlertPages } from '../../api/alerts.js';
import { alertsHeard } from '../../api/live.js';
import { useReload } from '../../api/use-reload.js';
import { useStore } from '../../api/use-store.js';
import { AlertList } from '../../ui/alert-list.js';
import { Empty } from '../../ui/empty.js';
import { LiveMark } from '../../ui/live-mark.js';
import { place } from '../../ui/navigation.js';
import { Paged } from '../../ui/paged.js';
import { Screen } from '../../ui/screen.js';
import { AlertFilterBar } from './alert-filter-bar.js';
import { alertFiltersOf } from './alert-filters.js';

/** Every alert, the newest first; new ones appear by themselves. */
export function AlertsScreen() {
  const filters = alertFiltersOf(useStore(place).query);
  const pages = useAlertPages(filters);
  useReload(alertsHeard, () => pages.refresh());
  const empty =
    Object.keys(filters).length > 0 ? (
      <Empty title="No alert matches">Choose another filter above.</Empty>
    ) : (
      <Empty title="No alerts">One opens when a model drifts, health gets low, or an event is risky.</Empty>
    );
  return (
    <Screen title="Alerts" hint={<LiveMark />}>
      <AlertFilterBar filters={filters} />
      <section class="card" aria-label="Alerts found">
        <Paged of={pages} empty={empty}>
          {(alerts) => <AlertList alerts={alerts} />}
        </Paged>
      </section>
    </Screen>
  );
}
