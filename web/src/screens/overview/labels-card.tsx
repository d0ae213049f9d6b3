import { figuresHeard } from '../../api/live.js';
import { useDistribution } from '../../api/queries.js';
import { useReload } from '../../api/use-reload.js';
import { hrefOf } from '../../lib/route.js';
import { Card } from '../../ui/card.js';
import { ingestCommand } from '../../ui/commands.js';
import { Empty } from '../../ui/empty.js';
import { LabelCounts } from '../../ui/label-counts.js';
import { Loaded } from '../../ui/loaded.js';

/** How many events carry each label, since the beginning. */
export function LabelsCard() {
  const distribution = useDistribution();
  useReload(figuresHeard, () => distribution.reload());
  return (
    <Card title="All events">
      <Loaded of={distribution}>
        {({ normalCount: normal, suspiciousCount: suspicious, riskyCount: risky }) =>
          normal + suspicious + risky === 0 ? (
            <NoEvents />
          ) : (
            <LabelCounts counts={{ normal, suspicious, risky }} hrefOf={(label) => hrefOf('events', { label })} />
          )
        }
      </Loaded>
    </Card>
  );
}

function NoEvents() {
  return (
    <Empty title="No events yet" command={ingestCommand('llm')}>
      Send the first one, or fill the page with <code>npm run demo</code>.
    </Empty>
  );
}
