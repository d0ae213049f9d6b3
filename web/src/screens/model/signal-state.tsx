import type { SignalDrift } from '../../api/types.js';
import { LabelShape } from '../../ui/label-badge.js';

/** The state of a signal, in the colours of labels: what drifts is to be looked at. */
export function SignalState({ signal: { state, severity } }: { readonly signal: SignalDrift }) {
  if (state === 'drifting') {
    const label = severity === 'critical' ? 'risky' : 'suspicious';
    return (
      <span class={`badge badge-${label}`}>
        <LabelShape label={label} />
        drifting
      </span>
    );
  }
  if (state !== 'calm') return <span class="badge">{state}</span>;
  return (
    <span class="badge badge-normal">
      <LabelShape label="normal" />
      calm
    </span>
  );
}
