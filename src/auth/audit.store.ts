import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import { newId } from '../lib/ids.js';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { type AuditAction, type AuditNote, brokenAt, chainHash, type SealedEntry } from './audit-entry.js';
import { AuditRecord } from './audit-entry.schema.js';
import { type AuditHead, BEGINNING, type Place, placeToFollow } from './audit-head.js';
import { AuditHeads } from './audit-heads.js';
import { AuditSeals } from './audit-seals.js';
import { isDuplicateKey } from './object-id.js';

/** Entries behind the head that are looked at: processes that died left one each. */
const MAX_BEHIND_HEAD = 1000;

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
    private readonly heads: AuditHeads,
    private readonly seals: AuditSeals,
  ) {}

  /** Appends a note to the chain. Of several processes that append to one chain at once each finds its place in the end: who
   * is refused a sequence has lost it to somebody who got it. */
  async append(orgId: OrgId, note: AuditNote): Promise<void> {
    while (!(await this.tryAppend(orgId, note)));
  }

  /** @returns an organization's entries, the newest first */
  async newest(orgId: OrgId, { limit, before }: AuditPage): Promise<SealedEntry[]> {
    const older = before === undefined ? {} : { sequence: { $lt: before } };
    const records = await this.model
      .find({ ...own(orgId), ...older })
      .sort({ sequence: -1 })
      .limit(limit)
      .lean();
    return records.map(fromRecord);
  }

  /** @returns entries in their order, from the one after `after` on */
  async following(orgId: OrgId, after: number, limit: number): Promise<SealedEntry[]> {
    const records = await this.model
      .find({ ...own(orgId), sequence: { $gt: after } })
      .sort({ sequence: 1 })
      .limit(limit)
      .lean();
    return records.map(fromRecord);
  }

  private async tryAppend(orgId: OrgId, note: AuditNote): Promise<boolean> {
    const head = await this.heads.current(orgId, async () => this.last(orgId));
    const before = await this.placeBefore(orgId, head);
    const at = this.clock.now();
    const chained = { ...note, sequence: before.sequence + 1, at, previousHash: before.hash };
    const place = { sequence: chained.sequence, hash: chainHash(orgId, chained) };
    try {
      await this.model.insertOne({
        _id: newId(at.getTime()),
        organization_id: new Types.ObjectId(orgId),
        at,
        action: note.action,
        client_id: note.clientId,
        via: note.actor.via,
        actor_client_id: note.actor.clientId,
        details: { ...note.details },
        previous_hash: chained.previousHash,
        ...place,
        seal: this.seals.ofEntry(orgId, place),
      });
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
    // A process that dies before this leaves an entry behind the head, which its seal accounts for.
    if (head !== null) await this.heads.advance(orgId, head, place);
    return true;
  }

  private async placeBefore(orgId: OrgId, head: AuditHead | null): Promise<Place> {
    const last = (await this.last(orgId)) ?? BEGINNING;
    if (head === null) return last;
    const isGoodAfterHead = last.sequence <= head.sequence || (await this.areOurs(orgId, head));
    return placeToFollow({ head, last, isGoodAfterHead });
  }

  /** Whether servers wrote the entries after a head, in one chain. There are few, of processes that died or are at
   * work. */
  private async areOurs(orgId: OrgId, head: Place): Promise<boolean> {
    const entries = await this.following(orgId, head.sequence, MAX_BEHIND_HEAD + 1);
    if (entries.length > MAX_BEHIND_HEAD || brokenAt(orgId, entries, head) !== null) return false;
    return entries.every((entry) => this.seals.isOfEntry(orgId, entry, entry.seal));
  }

  private async last(orgId: OrgId): Promise<SealedEntry | null> {
    return (await this.newest(orgId, { limit: 1 }))[0] ?? null;
  }
}

function own(orgId: OrgId): object {
  return { organization_id: { $eq: new Types.ObjectId(orgId) } };
}

function fromRecord(record: AuditRecord): SealedEntry {
  return {
    sequence: record.sequence,
    at: record.at,
    action: record.action as AuditAction,
    clientId: record.client_id,
    actor: { via: record.via as SealedEntry['actor']['via'], clientId: record.actor_client_id },
    details: record.details,
    previousHash: record.previous_hash,
    hash: record.hash,
    seal: record.seal ?? null,
  };
}
