import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { MINUTE_MS } from '../lib/duration.js';
import type { OrgId } from '../lib/org-id.js';
import { Turns } from '../lib/turns.js';
import { type AuditAction, type AuditDetails, type AuditEntry, type AuditNote, OPERATOR } from './audit-entry.js';
import type { Caller } from './caller.decorator.js';
import { AuditTally } from './audit-tally.js';
import { type AuditPage, AuditStore } from './audit.store.js';

/** What a caller may decide about what is normal for a model. */
export type BaselineAction = Extract<AuditAction, `baseline_${string}`>;

/** Kinds counted at once; more are written down before the minute is over. */
const MAX_TALLIES = 10_000;

/** Remembers what was done with an organization's keys and data, for good. What it can't write it logs: nothing that is
 * audited ever fails, or waits for long, because of the audit. */
@Injectable()
export class AuditService implements BeforeApplicationShutdown {
  private readonly logger = new Logger(AuditService.name);
  private readonly counts = new AuditTally();
  /** Each organization's notes are written one after the other, so that they don't contend for a place, and none waits
   * for another's. */
  private readonly turns = new Turns();

  constructor(private readonly store: AuditStore) {}

  /** Remembers one thing that was done. To be called after it, and once it is certain. */
  async record(orgId: OrgId, note: AuditNote): Promise<void> {
    return this.turns.take(orgId, async () => this.write(orgId, note));
  }

  /** Remembers what a request did. */
  async recordRequest(
    { orgId, clientId }: Pick<Caller, 'orgId' | 'clientId'>,
    action: AuditAction,
    details: AuditDetails,
  ): Promise<void> {
    await this.record(orgId, { action, clientId: null, actor: { via: 'api', clientId }, details });
  }

  /** Remembers that dead letters are being processed again.
   * @param clientId the key that asked for it; null at the command line */
  async recordReplay(orgId: OrgId, count: number, clientId: string | null): Promise<void> {
    const actor = clientId === null ? OPERATOR : ({ via: 'api', clientId } as const);
    await this.record(orgId, { action: 'dead_letters_replayed', clientId: null, actor, details: { count } });
  }

  /** Remembers that a caller decided anew what is normal for a model. */
  async recordBaseline(orgId: OrgId, action: BaselineAction, by: { clientId: string; model: string }): Promise<void> {
    const actor = { via: 'api', clientId: by.clientId } as const;
    await this.record(orgId, { action, clientId: null, actor, details: { model: by.model } });
  }

  /** Remembers something that happens often: the first of a kind is written down soon, those that follow within a minute
   * by their count. What a killed process had counted is lost. Returns at once. */
  tally(orgId: OrgId, note: AuditNote): void {
    const due = this.counts.add(orgId, note);
    if (due !== null) void this.record(due.orgId, due.note);
    if (this.counts.size > MAX_TALLIES) void this.flush();
  }

  /** Writes down what was counted, and waits for everything that is being written. */
  @Interval(MINUTE_MS)
  async flush(): Promise<void> {
    for (const { orgId, note } of this.counts.take()) void this.record(orgId, note);
    await this.turns.over();
  }

  /** @returns an organization's entries, the newest first */
  async newest(orgId: OrgId, page: AuditPage): Promise<AuditEntry[]> {
    return this.store.newest(orgId, page);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flush();
  }

  private async write(orgId: OrgId, note: AuditNote): Promise<void> {
    try {
      await this.store.append(orgId, note);
    } catch (error) {
      this.logger.error({ msg: 'audit entry not written', organizationId: orgId, action: note.action, err: error });
    }
  }
}
