import { Injectable } from '@nestjs/common';
import { AlertReadsStore } from '../alerts/alert-reads.store.js';
import type { AlertRow, AlertSearch } from '../alerts/alerts.facts.js';
import type { OrgId } from '../lib/org-id.js';
import { type Page, pageOf, type PageWish } from './page.js';

/** Lists alerts. */
@Injectable()
export class AlertListService {
  constructor(private readonly alerts: AlertReadsStore) {}

  /** @returns alerts by when they were raised and id, the newest first */
  async page(orgId: OrgId, search: AlertSearch, { after, limit }: PageWish): Promise<Page<AlertRow>> {
    const found = await this.alerts.page(orgId, search, { after, limit: limit + 1 });
    return pageOf(found, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
  }
}
