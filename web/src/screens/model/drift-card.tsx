import { useDrift } from '../../api/drift.js';
import type { SignalDrift } from '../../api/types.js';
import { Card } from '../../ui/card.js';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { SignalRow } from './signal-row.js';

/** What stands first in the list. */
const ORDER: readonly string[] = ['drifting', 'calm', 'stale', 'collecting'];

/** Every watched signal of a model against its baseline: latency, predictions, features, flags. */
export function DriftCard({ name }: { readonly name: string }) {
  const drift = useDrift(name);
  return (
    <Card
      title="Drift by signal"
      hint="The latest minutes against the baseline; open a signal to compare them bin by bin."
    >
      <Loaded of={drift} lines={5}>
        {({ signals }) =>
          signals.length === 0 ? (
            <Empty title="No signal yet">
              Signals are counted in steps of five minutes; the first ones show a minute after a step is over.
            </Empty>
          ) : (
            <ul class="rows signal-rows">
              {sorted(signals).map((signal) => (
                <SignalRow key={`${signal.kind} ${signal.signal}`} signal={signal} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}

function sorted(signals: readonly SignalDrift[]): SignalDrift[] {
  return [...signals].sort(
    (one, other) =>
      rankOf(one) - rankOf(other) || (other.size ?? 0) - (one.size ?? 0) || one.signal.localeCompare(other.signal),
  );
}

function rankOf({ state }: SignalDrift): number {
  return ORDER.indexOf(state);
}
