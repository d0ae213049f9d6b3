import { isLabel, type Label } from '../../lib/labels.js';
import type { Kind } from '../../lib/route.js';
import { MINUTE_MS } from '../../lib/units.js';

/** What the events explorer is asked for; it stands in the address. */
export interface EventFilters {
  readonly kind: Kind;
  readonly model?: string;
  readonly label?: Label;
  readonly flag?: string;
  /** Lowest risk score, 0-1. */
  readonly min_score?: number;
  /** RFC 3339. */
  readonly from?: string;
  /** RFC 3339. */
  readonly to?: string;
}

/** Reads filters from an address; what makes no sense is left out. */
export function filtersOf(query: URLSearchParams): EventFilters {
  const label = query.get('label');
  const minScore = Number(query.get('min_score') ?? '');
  const texts = ['model', 'flag'].flatMap((name) => (query.get(name) ? [[name, query.get(name)]] : []));
  const times = ['from', 'to'].flatMap((name) => {
    const time = Date.parse(query.get(name) ?? '');
    return Number.isNaN(time) ? [] : [[name, new Date(time).toISOString()]];
  });
  return {
    kind: query.get('kind') === 'ml' ? 'ml' : 'llm',
    ...(isLabel(label) ? { label } : {}),
    ...(minScore > 0 && minScore <= 1 ? { min_score: minScore } : {}),
    ...Object.fromEntries([...texts, ...times]),
  };
}

/** Whether any filter but the kind is set. */
export function isFiltered({ kind: _kind, ...filters }: EventFilters): boolean {
  return Object.keys(filters).length > 0;
}

/** A moment as an input of the page has it, in the viewer's zone: `2026-03-01T12:00`. */
export function localInput(iso: string | undefined): string {
  if (iso === undefined) return '';
  const time = new Date(iso);
  const local = new Date(time.getTime() - time.getTimezoneOffset() * MINUTE_MS);
  return local.toISOString().slice(0, MINUTE_CHARS);
}

const MINUTE_CHARS = 'YYYY-MM-DDTHH:MM'.length;
