import { LabelShape } from './label-badge.js';

/** How urgent an alert is. */
export function SeverityBadge({ severity }: { readonly severity: string }) {
  const label = severity === 'critical' ? 'risky' : 'suspicious';
  return (
    <span class={`badge badge-${label}`}>
      <LabelShape label={label} />
      {severity}
    </span>
  );
}
