import type { EventDetail } from '../../api/types.js';
import { words } from '../../lib/format.js';
import { Meter } from '../../ui/meter.js';
import type { Evidence, Mark } from './evidence.js';

const MAX_QUOTE = 80;

interface EvidenceListProps {
  readonly evidence: Evidence;
  readonly event: EventDetail;
}

/** The evidence piece by piece, the strongest first: what was found, where, and how much it says by itself. */
export function EvidenceList({ evidence, event }: EvidenceListProps) {
  const sorted = [...evidence.marks].sort((one, other) => other.strength - one.strength);
  if (sorted.length === 0) return <p class="muted">{nothing(event)}</p>;
  return (
    <ol class="evidence">
      {sorted.map((mark, index) => (
        <li key={index}>
          <div class="evidence-head">
            <strong>{words(mark.flag)}</strong>
            {mark.isMasked ? <span class="badge">masked</span> : null}
          </div>
          <blockquote>{quoteOf(mark, event)}</blockquote>
          <p class="hint">
            {mark.part}, characters {mark.start}–{mark.end} · rule <code>{mark.rule}</code>
          </p>
          <Meter share={mark.strength} label={`Strength of ${words(mark.flag)}`} />
        </li>
      ))}
    </ol>
  );
}

function quoteOf({ part, start, end }: Mark, event: EventDetail): string {
  const text = (event[part] ?? '').slice(start, end).replaceAll(/\s+/g, ' ');
  return text.length > MAX_QUOTE ? `${text.slice(0, MAX_QUOTE)} …` : text;
}

function nothing({ flags, riskLabel }: EventDetail): string {
  if (riskLabel === null) return 'Labels come within about two seconds.';
  return flags.length === 0 ? 'Nothing was found in either text.' : 'No single place in the texts stands out.';
}
