import { trimmed } from '../lib/format.js';
import { Meter } from './meter.js';

/** From these drift scores on an alert opens, and is critical; the server's defaults. */
const DRIFTED = 20;
const CRITICAL = 50;

/** How much slower a model is than its baseline. The word beside it says what the colour says. */
export function DriftMeter({ percent }: { readonly percent: number }) {
  const level = percent >= CRITICAL ? 'risky' : percent >= DRIFTED ? 'suspicious' : 'calm';
  const word = { risky: 'drifted far', suspicious: 'drifted', calm: 'steady' }[level];
  return (
    <div class={`drift drift-${level}`}>
      <Meter share={percent / 100} label="Drift" text={`${trimmed(percent, 1)} % · ${word}`} />
    </div>
  );
}
