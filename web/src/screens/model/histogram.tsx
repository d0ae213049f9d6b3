import type { SignalDrift } from '../../api/types.js';
import { trimmed } from '../../lib/format.js';

type Bin = SignalDrift['histogram'][number];

const PERCENT = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
const DECIMALS = 3;

/** Baseline and window bin by bin, as a table with bars in it. */
export function Histogram({ bins }: { readonly bins: readonly Bin[] }) {
  const most = Math.max(...bins.map(({ baseline, current }) => Math.max(baseline, current)), Number.EPSILON);
  return (
    <table class="histogram">
      <thead>
        <tr>
          <th scope="col">Values</th>
          <th scope="col">
            <i class="swatch swatch-faint" /> Baseline
          </th>
          <th scope="col">
            <i class="swatch swatch-mid" /> Now
          </th>
        </tr>
      </thead>
      <tbody>
        {bins.map((bin, index) => (
          <tr key={index}>
            <th scope="row">{nameOf(bin, bins[index - 1])}</th>
            <td>
              <Bar share={bin.baseline} most={most} tone="faint" />
            </td>
            <td>
              <Bar share={bin.current} most={most} tone="mid" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface BarProps {
  readonly share: number;
  readonly most: number;
  readonly tone: 'faint' | 'mid';
}

function Bar({ share, most, tone }: BarProps) {
  return (
    <span class="histogram-bar">
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect class={`bar-${tone}`} width={(100 * share) / most} height="10" />
      </svg>
      {PERCENT.format(share)}
    </span>
  );
}

/** A bin of numbers begins where the one before it ends. */
function nameOf({ up_to: upTo, category }: Bin, before: Bin | undefined): string {
  if (category !== null) return category;
  const from = before?.up_to ?? null;
  if (upTo !== null) return `up to ${trimmed(upTo, DECIMALS)}`;
  return from === null ? 'others' : `above ${trimmed(from, DECIMALS)}`;
}
