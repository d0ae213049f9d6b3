import { LABELS } from '../../lib/labels.js';
import { Icon } from '../../ui/icon.js';
import { LabelShape } from '../../ui/label-badge.js';
import { go, goQuery } from '../../ui/navigation.js';
import { hrefOf } from '../../lib/route.js';
import { type EventFilters, isFiltered, localInput } from './event-filters.js';
import { FlagSelect } from './flag-select.js';
import { ModelInput } from './model-input.js';

const KINDS = [
  { kind: 'llm', name: 'LLM calls' },
  { kind: 'ml', name: 'Predictions' },
] as const;

/** Chooses which events are shown. Each choice changes the address, so that it can be kept and passed on. */
export function FilterBar({ filters }: { readonly filters: EventFilters }) {
  return (
    <form class="filters card" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
      <div class="filters-line">
        <Kinds current={filters.kind} />
        <Labels filters={filters} />
        {isFiltered(filters) ? (
          <button
            type="button"
            class="button quiet small"
            onClick={() => go(hrefOf('events', { kind: filters.kind }), true)}
          >
            Clear filters
          </button>
        ) : null}
      </div>
      <div class="filters-grid">
        <ModelInput value={filters.model ?? ''} />
        <FlagSelect kind={filters.kind} value={filters.flag ?? ''} />
        <MinScore value={filters.min_score} />
        <Moment name="from" label="From" value={filters.from} />
        <Moment name="to" label="To" value={filters.to} />
      </div>
    </form>
  );
}

function Kinds({ current }: { readonly current: string }) {
  return (
    <div class="segments" role="group" aria-label="Kind">
      {KINDS.map(({ kind, name }) => (
        <button key={kind} type="button" aria-pressed={kind === current} onClick={() => goQuery({ kind, flag: null })}>
          {name}
        </button>
      ))}
    </div>
  );
}

function Labels({ filters }: { readonly filters: EventFilters }) {
  return (
    <div class="chips" role="group" aria-label="Label">
      {LABELS.map((label) => {
        const isOn = filters.label === label;
        return (
          <button
            key={label}
            type="button"
            class={`chip chip-${label}`}
            aria-pressed={isOn}
            onClick={() => goQuery({ label: isOn ? null : label })}
          >
            {isOn ? <Icon name="check" /> : <LabelShape label={label} />}
            {label}
          </button>
        );
      })}
    </div>
  );
}

function MinScore({ value }: { readonly value: number | undefined }) {
  return (
    <label class="field">
      Score from
      <input
        class="input"
        type="number"
        min={0}
        max={1}
        step={0.05}
        placeholder="0.00"
        value={value ?? ''}
        onChange={(event) => goQuery({ min_score: event.currentTarget.value })}
      />
    </label>
  );
}

interface MomentProps {
  readonly name: 'from' | 'to';
  readonly label: string;
  readonly value: string | undefined;
}

function Moment({ name, label, value }: MomentProps) {
  const take = (text: string): void => {
    const time = Date.parse(text);
    goQuery({ [name]: Number.isNaN(time) ? null : new Date(time).toISOString() });
  };
  return (
    <label class="field">
      {label}
      <input
        class="input"
        type="datetime-local"
        value={localInput(value)}
        onChange={(event) => take(event.currentTarget.value)}
      />
    </label>
  );
}
