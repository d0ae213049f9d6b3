import { api, unwrapped } from './client.js';
import type { Alert, AlertQuery } from './types.js';
import { type Page, type Pages, usePages } from './use-pages.js';
import { type Resource, useResource } from './use-resource.js';

/** Which alerts are asked for. */
export type AlertFilters = Pick<AlertQuery, 'status' | 'severity' | 'type' | 'model'>;

/** The newest alerts that are open.
 * @param limit so many at most
 * @param model only those of this model; of all where it is left out */
export function useOpenAlerts(limit: number, model?: string): Resource<readonly Alert[]> {
  const filters = { status: 'open', limit, ...(model === undefined ? {} : { model }) } as const;
  return useResource(`open-alerts ${model ?? ''}`, async () => (await pageOf(filters)).items);
}

/** Alerts page by page, the newest first. */
export function useAlertPages(filters: AlertFilters): Pages<Alert> {
  return usePages(JSON.stringify(filters), (page) => pageOf({ ...filters, ...page }));
}

async function pageOf(query: AlertQuery): Promise<Page<Alert>> {
  const { alerts, next_cursor: nextCursor } = unwrapped(await api.GET('/alerts', { params: { query } }));
  return { items: alerts, nextCursor };
}
