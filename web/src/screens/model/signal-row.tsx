import type { SignalDrift } from '../../api/types.js';
import { trimmed, words } from '../../lib/format.js';
import { Icon } from '../../ui/icon.js';
import { Time } from '../../ui/time.js';
import { Histogram } from './histogram.js';
import { SignalState } from './signal-state.js';

const DECIMALS = 3;

/** One signal: its state, how far it is from its baseline, and, opened, both side by side. */
export function SignalRow({ signal }: { readonly signal: SignalDrift }) {
  const { signal: name, direction, since, size, window_values: values } = signal;
  return (
    <li>
      <details>
        <summary class="row">
          <SignalState signal={signal} />
          <span class="cell-name">{nameOf(name)}</span>
          <span class="muted">
            {direction === null ? '' : words(direction)}
            {since === null ? null : (
              <>
                {' '}
                since <Time iso={since} />
              </>
            )}
          </span>
          <span class="cell-number">{size === null ? '' : `size ${trimmed(size, DECIMALS)}`}</span>
          <Icon name="next" />
        </summary>
        <div class="signal-body">
          {signal.histogram.length === 0 ? (
            <p class="muted">There is no baseline to compare with yet.</p>
          ) : (
            <Histogram bins={signal.histogram} />
          )}
          <p class="hint">
            Baseline {signal.baseline}
            {values === null ? '' : ` · ${values} values in the window`}
          </p>
        </div>
      </details>
    </li>
  );
}

/** `feature.amount` is the feature amount. */
function nameOf(signal: string): string {
  const [first = '', ...rest] = signal.split('.');
  return rest.length === 0 ? words(first) : rest.join('.');
}
