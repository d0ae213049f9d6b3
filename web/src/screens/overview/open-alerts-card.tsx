import { useOpenAlerts } from '../../api/alerts.js';
import { alertsHeard } from '../../api/live.js';
import { useReload } from '../../api/use-reload.js';
import { hrefOf } from '../../lib/route.js';
import { AlertList } from '../../ui/alert-list.js';
import { Card } from '../../ui/card.js';
import { Empty } from '../../ui/empty.js';
import { Link } from '../../ui/link.js';
import { Loaded } from '../../ui/loaded.js';

const SHOWN = 4;

/** The newest alerts that are open. */
export function OpenAlertsCard() {
  const alerts = useOpenAlerts(SHOWN);
  useReload(alertsHeard, () => alerts.reload());
  return (
    <Card title="Open alerts" aside={<Link href={hrefOf('alerts')}>All alerts</Link>}>
      <Loaded of={alerts} lines={6}>
        {(open) =>
          open.length === 0 ? <Empty title="All quiet">No alert is open.</Empty> : <AlertList alerts={open} isBrief />
        }
      </Loaded>
    </Card>
  );
}
