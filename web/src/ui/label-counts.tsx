import { count } from '../lib/format.js';
import { LABELS, type Label } from '../lib/labels.js';
import { LabelShape } from './label-badge.js';
import { Link } from './link.js';
import { ShareBar } from './share-bar.js';

const PERCENT = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

interface LabelCountsProps {
  readonly counts: Readonly<Record<Label, number>>;
  /** Where the events of a label are shown. */
  readonly hrefOf: (label: Label) => string;
  /** Whether the sum is no bigger than the rest. */
  readonly isSmall?: boolean;
}

/** How many events carry each label: the sum, the shares, the counts. */
export function LabelCounts({ counts, hrefOf, isSmall = false }: LabelCountsProps) {
  const total = LABELS.reduce((sum, label) => sum + counts[label], 0);
  return (
    <>
      <p class={isSmall ? 'score is-small' : 'score'}>
        <strong data-testid="total">{count(total)}</strong>
        <span class="muted">events</span>
      </p>
      <ShareBar parts={LABELS.map((label) => ({ name: label, color: label, value: counts[label] }))} />
      <ul class="counts">
        {LABELS.map((label) => (
          <li key={label}>
            <Link href={hrefOf(label)}>
              <LabelShape label={label} />
              {label}
            </Link>
            <b data-testid={`count-${label}`}>{count(counts[label])}</b>
            <span class="hint">{total === 0 ? '' : PERCENT.format(counts[label] / total)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
