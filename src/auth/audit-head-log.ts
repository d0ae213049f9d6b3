import { Injectable, Logger } from '@nestjs/common';
import { Interval, Timeout } from '@nestjs/schedule';
import { HOUR_MS, MINUTE_MS, SECOND_MS, shifted } from '../lib/duration.js';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { AuditHeads } from './audit-heads.js';
import { AuditHeadsStore } from './audit-heads.store.js';

/** Heads in one line. */
const IN_A_LINE = 100;
/** A head that another process moved may say so a little late. */
const OVERLAP_MS = 5 * MINUTE_MS;

/** Writes the heads of audits to the log, which ships them to where nobody who has the database can change them. A
 * tail that was cut off together with its head is found by nothing else. */
@Injectable()
export class AuditHeadLog {
  private readonly logger = new Logger('AuditHeads');
  private loggedAt: Date | null = null;

  constructor(
    private readonly store: AuditHeadsStore,
    private readonly heads: AuditHeads,
    private readonly clock: Clock,
  ) {}

  /** Soon after the start: all heads, which are sealed anew where the secret has changed. */
  @Timeout(SECOND_MS)
  async begin(): Promise<void> {
    await this.log();
  }

  /** Every hour: the heads that moved since the last time, a hundred a line. */
  @Interval(HOUR_MS)
  async log(): Promise<void> {
    try {
      const now = this.clock.now();
      const since = this.loggedAt === null ? new Date(0) : shifted(this.loggedAt, -OVERLAP_MS);
      await this.logSince(since);
      this.loggedAt = now;
    } catch (error) {
      this.logger.warn({ msg: 'audit heads not logged, the next run tries again', err: error });
    }
  }

  private async logSince(since: Date): Promise<void> {
    for (let after: OrgId | null = null; ;) {
      const page = await this.store.movedSince(since, { after, limit: IN_A_LINE });
      for (const { orgId, head } of page) await this.heads.renew(orgId, head);
      const heads = page.map(({ orgId, head: { sequence, hash } }) => ({ organizationId: orgId, sequence, hash }));
      if (heads.length > 0) this.logger.log({ msg: 'audit heads', heads });
      if (page.length < IN_A_LINE) return;
      after = page.at(-1)?.orgId ?? null;
    }
  }
}
