import { api, unwrapped } from './client.js';
import type { Alert } from './types.js';
import { type Pages, usePages } from './use-pages.js';
import { type Resource, useResource } from './use-resource.js';

/** Which alerts are asked for. */
export interface AlertFilters {
  readonly resolved?: boolean;
  readonly severity?: 'warning' | 'critical';
  readonly type?: 'drift' | 'health' | 'risk';
  readonly model?: string;
}

/** The newest alerts that are open.
 * @param limit so many at most */
export function useOpenAlerts(limit: number): Resource<readonly Alert[]> {
  return useResource('open-alerts', async () =>
    unwrapped(await api.GET('/dashboard/alerts'))
      .filter(({ resolved }) => !resolved)
      .slice(0, limit),
  );
}

/** Alerts page by page, the newest first. */
export function useAlertPages(filters: AlertFilters): Pages<Alert> {
  return usePages(JSON.stringify(filters), async () => ({
    items: unwrapped(await api.GET('/dashboard/alerts')),
    nextCursor: null,
  }));
}
