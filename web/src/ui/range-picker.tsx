import { type Range, RANGES } from '../lib/ranges.js';
import { goQuery } from './navigation.js';

/** Chooses the span of time that the charts of a screen show; it stands in the address. */
export function RangePicker({ range }: { readonly range: Range }) {
  return (
    <div class="segments" role="group" aria-label="Time shown">
      {RANGES.map(({ key, name }) => (
        <button
          key={key}
          type="button"
          aria-pressed={key === range.key}
          onClick={() => goQuery({ range: key === RANGES[0].key ? null : key })}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
