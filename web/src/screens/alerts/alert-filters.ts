import type { AlertFilters } from '../../api/alerts.js';

/** What each filter of alerts can be. */
export const CHOICES = {
  status: ['open', 'resolved'],
  severity: ['warning', 'critical'],
  type: ['drift', 'health', 'risk'],
} as const;

/** Reads filters from an address; what makes no sense is left out. */
export function alertFiltersOf(query: URLSearchParams): AlertFilters {
  const given = Object.entries(CHOICES).flatMap(([name, choices]) => {
    const choice = (choices as readonly string[]).find((one) => one === query.get(name));
    return choice === undefined ? [] : [[name, choice]];
  });
  const model = query.get('model');
  return { ...(Object.fromEntries(given) as AlertFilters), ...(model ? { model } : {}) };
}
