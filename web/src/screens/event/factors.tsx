import type { EventDetail } from '../../api/types.js';
import { Meter } from '../../ui/meter.js';

/** How much of the score each factor can be; the server's formula. */
const FACTORS = [
  { key: 'confidence', name: 'Low confidence', weight: 0.4, hint: 'How unsure the model was.' },
  { key: 'outlier', name: 'Outlier', weight: 0.3, hint: 'How unusual the input is.' },
  { key: 'drift', name: 'Drift', weight: 0.3, hint: 'How much slower the model had become.' },
] as const;

interface FactorsProps {
  readonly factors: NonNullable<EventDetail['factors']>;
  /** Whether the score is their weighted sum, as the policy `baseline` has it. */
  readonly isSum: boolean;
}

/** The parts of a prediction's risk score: each 0-1, and what it adds. */
export function Factors({ factors, isSum }: FactorsProps) {
  return (
    <ol class="evidence">
      {FACTORS.map(({ key, name, weight, hint }) => (
        <li key={key}>
          <div class="evidence-head">
            <strong>{name}</strong>
            {isSum ? <span class="hint">adds {(factors[key] * weight).toFixed(2)}</span> : null}
          </div>
          <p class="hint">{hint}</p>
          <Meter share={factors[key]} label={name} />
        </li>
      ))}
    </ol>
  );
}
