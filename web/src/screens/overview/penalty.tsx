import { trimmed } from '../../lib/format.js';
import { Meter } from '../../ui/meter.js';

interface PenaltyProps {
  readonly name: string;
  /** Points taken off. */
  readonly points: number;
  /** The most that this can take off. */
  readonly max: number;
  readonly hint: string;
}

/** What one cause takes off the health score. */
export function Penalty({ name, points, max, hint }: PenaltyProps) {
  return (
    <div class="penalty">
      <div class="evidence-head">
        <span>{name}</span>
        <strong>{points === 0 ? '0' : `−${trimmed(points, 1)}`}</strong>
      </div>
      <Meter share={points / max} label={`${name} takes off`} text={`of ${max}`} />
      <p class="hint">{hint}</p>
    </div>
  );
}
