import { useDistribution } from '../../api/queries.js';
import type { Distribution } from '../../api/types.js';
import { count } from '../../lib/format.js';
import { LABELS, type Label } from '../../lib/labels.js';
import { hrefOf } from '../../lib/route.js';
import { Card } from '../../ui/card.js';
import { ingestCommand } from '../../ui/commands.js';
import { Empty } from '../../ui/empty.js';
import { LabelShape } from '../../ui/label-badge.js';
import { Link } from '../../ui/link.js';
import { Loaded } from '../../ui/loaded.js';
import { ShareBar } from '../../ui/share-bar.js';

const PERCENT = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

/** How many events carry each label, since the beginning. */
export function LabelsCard() {
  const distribution = useDistribution();
  return (
    <Card title="All events">
      <Loaded of={distribution}>{(value) => <Counts counts={countsOf(value)} />}</Loaded>
    </Card>
  );
}

function Counts({ counts }: { readonly counts: Readonly<Record<Label, number>> }) {
  const total = LABELS.reduce((sum, label) => sum + counts[label], 0);
  if (total === 0) {
    return (
      <Empty title="No events yet" command={ingestCommand('llm')}>
        Send the first one, or fill the page with <code>npm run demo</code>.
      </Empty>
    );
  }
  return (
    <>
      <p class="score">
        <strong data-testid="total">{count(total)}</strong>
      </p>
      <ShareBar parts={LABELS.map((label) => ({ name: label, color: label, value: counts[label] }))} />
      <ul class="counts">
        {LABELS.map((label) => (
          <li key={label}>
            <Link href={hrefOf('events', { label })}>
              <LabelShape label={label} />
              {label}
            </Link>
            <b data-testid={`count-${label}`}>{count(counts[label])}</b>
            <span class="hint">{PERCENT.format(counts[label] / total)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function countsOf({ normalCount, suspiciousCount, riskyCount }: Distribution): Record<Label, number> {
  return { normal: normalCount, suspicious: suspiciousCount, risky: riskyCount };
}
