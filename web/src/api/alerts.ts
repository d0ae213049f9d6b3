import { api, unwrapped } from './client.js';
import type { Alert } from './types.js';
import { type Page, type Pages, usePages } from './use-pages.js';
import { type Resource, useResource } from './use-resource.js';

/** Which alerts are asked for. */
export interface AlertFilters {
  readonly status?: 'open' | 'resolved';
  readonly severity?: 'warning' | 'critical';
  readonly type?: 'drift' | 'health' | 'risk';
  readonly model?: string;
}

/** The newest alerts that are open.
 * @param limit so many at most */
export function useOpenAlerts(limit: number): Resource<readonly Alert[]> {
  return useResource('open-alerts', async () => (await pageOf({ status: 'open', limit })).items);
}

/** Alerts page by page, the newest first. */
export function useAlertPages(filters: AlertFilters): Pages<Alert> {
  return usePages(JSON.stringify(filters), (cursor) => pageOf({ ...filters, ...(cursor === null ? {} : { cursor }) }));
}

async function pageOf(query: AlertFilters & { limit?: number; cursor?: string }): Promise<Page<Alert>> {
  const { alerts, next_cursor: nextCursor } = unwrapped(await api.GET('/alerts', { params: { query } }));
  return { items: alerts, nextCursor };
}
