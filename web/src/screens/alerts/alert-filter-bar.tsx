import type { AlertFilters } from '../../api/alerts.js';
import { goQuery } from '../../ui/navigation.js';
import { CHOICES } from './alert-filters.js';

const STATES = { all: 'All', open: 'Open', resolved: 'Resolved' } as const;

/** Chooses which alerts are shown. Each choice changes the address. */
export function AlertFilterBar({ filters }: { readonly filters: AlertFilters }) {
  const state = filters.status ?? 'all';
  return (
    <div class="filters-line" role="group" aria-label="Filters">
      <div class="segments" role="group" aria-label="State">
        {(['all', ...CHOICES.status] as const).map((choice) => (
          <button
            key={choice}
            type="button"
            aria-pressed={choice === state}
            onClick={() => goQuery({ status: choice === 'all' ? null : choice })}
          >
            {STATES[choice]}
          </button>
        ))}
      </div>
      <Choice name="severity" value={filters.severity} />
      <Choice name="type" value={filters.type} />
      {filters.model === undefined ? null : (
        <button type="button" class="chip" onClick={() => goQuery({ model: null })} aria-label="Of all models">
          {filters.model} ×
        </button>
      )}
    </div>
  );
}

interface ChoiceProps {
  readonly name: 'severity' | 'type';
  readonly value: string | undefined;
}

function Choice({ name, value }: ChoiceProps) {
  return (
    <select
      class="input inline"
      aria-label={name === 'type' ? 'Type' : 'Severity'}
      value={value ?? ''}
      onChange={(event) => goQuery({ [name]: event.currentTarget.value })}
    >
      <option value="">{name === 'type' ? 'Any type' : 'Any severity'}</option>
      {CHOICES[name].map((choice) => (
        <option key={choice} value={choice}>
          {choice}
        </option>
      ))}
    </select>
  );
}
