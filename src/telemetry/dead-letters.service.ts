import { Injectable } from '@nestjs/common';
import { AuditService } from '../auth/audit.service.js';
import { groupBy } from '../lib/group-by.js';
import { newId } from '../lib/ids.js';
import type { OrgId } from '../lib/org-id.js';
import { BatchesStore } from './batches.store.js';
import type { DeadLetter } from './dead-letter.js';
import { DeadLettersStore } from './dead-letters.store.js';
import type { EventKind } from './telemetry.facts.js';

/** Dead letters listed, and replayed, at once. */
const AT_ONCE = 1000;

/** Shows events that were given up, and gives them another chance. */
@Injectable()
export class DeadLettersService {
  constructor(
    private readonly letters: DeadLettersStore,
    private readonly batches: BatchesStore,
    private readonly audit: AuditService,
  ) {}

  /** @returns an organization's dead letters, the longest dead first, at most 1,000 */
  async list(orgId: OrgId): Promise<DeadLetter[]> {
    return this.letters.list(orgId, AT_ONCE);
  }

  /** Has dead letters processed again, from the next sweep on; the longest dead first, at most 1,000. The ledger's entry
   * comes first: an event that is neither dead nor in the ledger would never be labelled.
   * @param clientId the key that asks for it; null at the command line
   * @returns how many */
  async replay(orgId: OrgId, clientId: string | null): Promise<number> {
    const letters = await this.list(orgId);
    for (const [kind, own] of groupBy(letters, (letter) => letter.kind)) {
      const eventIds = own.map((letter) => letter.eventId);
      while (!(await this.reopen(orgId, kind, eventIds)));
    }
    await this.audit.recordReplay(orgId, letters.length, clientId);
    return letters.length;
  }

  /** @returns false where a sweeper took the entry while its events were still dead, and so found nothing to do */
  private async reopen(orgId: OrgId, kind: EventKind, eventIds: readonly string[]): Promise<boolean> {
    const batch = { id: newId(Date.now()), orgId, kind, eventIds, fingerprint: undefined, claims: 0 };
    await this.batches.open(batch);
    await this.letters.revive(orgId, kind, eventIds);
    return this.batches.postpone(batch.id, 0);
  }
}
