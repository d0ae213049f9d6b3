import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import { newId } from '../lib/ids.js';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { type AuditAction, type AuditEntry, type AuditNote, chainHash } from './audit-entry.js';
import { AuditRecord } from './audit-entry.schema.js';
import { isDuplicateKey } from './object-id.js';

/** Which of an organization's entries. */
export interface AuditPage {
  readonly limit: number;
  /** Only entries with a lower sequence. */
  readonly before?: number | undefined;
}

/** The collection `audit_log`, one chain an organization. */
@Injectable()
export class AuditStore {
  constructor(
    @InjectModel(AuditRecord.name) private readonly model: Model<AuditRecord>,
    private readonly clock: Clock,
  ) {}

  /** Appends a note to the chain. Of several processes that append to one chain at once each finds its place in the end: who
   * is refused a sequence has lost it to somebody who got it. */
  async append(orgId: OrgId, note: AuditNote): Promise<void> {
    while (!(await this.tryAppend(orgId, note)));
  }

  /** @returns an organization's entries, the newest first */
  async newest(orgId: OrgId, { limit, before }: AuditPage): Promise<AuditEntry[]> {
    const older = before === undefined ? {} : { sequence: { $lt: before } };
    const records = await this.model
      .find({ ...own(orgId), ...older })
      .sort({ sequence: -1 })
      .limit(limit)
      .lean();
    return records.map(fromRecord);
  }

  /** @returns entries in their order, from the one after `after` on */
  async following(orgId: OrgId, after: number, limit: number): Promise<AuditEntry[]> {
    const records = await this.model
      .find({ ...own(orgId), sequence: { $gt: after } })
      .sort({ sequence: 1 })
      .limit(limit)
      .lean();
    return records.map(fromRecord);
  }

  private async tryAppend(orgId: OrgId, note: AuditNote): Promise<boolean> {
    const [last] = await this.newest(orgId, { limit: 1 });
    const at = this.clock.now();
    const chained = { ...note, sequence: (last?.sequence ?? 0) + 1, at, previousHash: last?.hash ?? '' };
    try {
      await this.model.insertOne({
        _id: newId(at.getTime()),
        organization_id: new Types.ObjectId(orgId),
        sequence: chained.sequence,
        at,
        action: note.action,
        client_id: note.clientId,
        via: note.actor.via,
        actor_client_id: note.actor.clientId,
        details: { ...note.details },
        previous_hash: chained.previousHash,
        hash: chainHash(orgId, chained),
      });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}

function own(orgId: OrgId): object {
  return { organization_id: { $eq: new Types.ObjectId(orgId) } };
}

function fromRecord(record: AuditRecord): AuditEntry {
  return {
    sequence: record.sequence,
    at: record.at,
    action: record.action as AuditAction,
    clientId: record.client_id,
    actor: { via: record.via as AuditEntry['actor']['via'], clientId: record.actor_client_id },
    details: record.details,
    previousHash: record.previous_hash,
    hash: record.hash,
  };
}
