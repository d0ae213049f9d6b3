import { isLabel, type Label } from '../lib/labels.js';

/** A shape for each label, for those who don't tell the colours apart. */
const SHAPES: Readonly<Record<Label, string>> = {
  normal: 'M6 1.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9Z',
  suspicious: 'M6 1 11.500 11h-11Z',
  risky: 'M6 .3 11.700 6 6 11.700.3 6Z',
};

/** The shape of a label. */
export function LabelShape({ label }: { readonly label: Label }) {
  return (
    <svg class={`shape shape-${label}`} viewBox="0 0 12 12" aria-hidden="true">
      <path d={SHAPES[label]} />
    </svg>
  );
}

/** The label of an event; `waiting` before it has one. */
export function LabelBadge({ label }: { readonly label: string | null | undefined }) {
  if (!isLabel(label)) return <span class="badge badge-waiting">waiting</span>;
  return (
    <span class={`badge badge-${label}`}>
      <LabelShape label={label} />
      {label}
    </span>
  );
}
