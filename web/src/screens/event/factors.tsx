import type { EventDetail } from '../../api/types.js';
import { Meter } from '../../ui/meter.js';

/** How much of the score each factor can be; the server's formula. */
const FACTORS = [
  { key: 'confidence', name: 'Low confidence', weight: 0.4, hint: 'How unsure the model was.' },
  { key: 'outlier', name: 'Outlier', weight: 0.3, hint: 'How unusual the input is.' },
  { key: 'drift', name: 'Drift', weight: 0.3, hint: 'How much slower the model had become.' },
] as const;

/** The parts of a prediction's risk score: each 0-1, and what it adds. */
export function Factors({ factors }: { readonly factors: NonNullable<EventDetail['factors']> }) {
  return (
    <ol class="evidence">
      {FACTORS.map(({ key, name, weight, hint }) => (
        <li key={key}>
          <div class="evidence-head">
            <strong>{name}</strong>
            <span class="hint">adds {(factors[key] * weight).toFixed(2)}</span>
          </div>
          <p class="hint">{hint}</p>
          <Meter share={factors[key]} label={name} />
        </li>
      ))}
    </ol>
  );
}
