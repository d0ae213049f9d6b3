import { Injectable } from '@nestjs/common';
import { Types } from 'mongoose';
import type { OrgId } from '../lib/org-id.js';
import { DURABLE_WRITE } from '../platform/durable-write.js';
import type { DeadLetter, DeadLetterMark } from './dead-letter.js';
import { EventCollections } from './event-collections.store.js';
import { EVENT_KINDS, type EventKind } from './telemetry.facts.js';

/** Events that were given up. They stand among the others; the index of the dead ones is small. */
@Injectable()
export class DeadLettersStore {
  constructor(private readonly collections: EventCollections) {}

  /** @returns an organization's dead letters, the longest dead first */
  async list(orgId: OrgId, limit: number): Promise<DeadLetter[]> {
    const found = await Promise.all(EVENT_KINDS.map((kind) => this.listKind(orgId, kind, limit)));
    return found
      .flat()
      .sort((one, other) => one.at.getTime() - other.at.getTime())
      .slice(0, limit);
  }

  /** Makes events ordinary again, which have no label then. */
  async revive(orgId: OrgId, kind: EventKind, ids: readonly string[]): Promise<void> {
    const filter = { _id: { $in: [...ids] }, organization_id: new Types.ObjectId(orgId) };
    await this.collections.of(kind).updateMany(filter, { $unset: { dead: 1 } }, DURABLE_WRITE);
  }

  private async listKind(orgId: OrgId, kind: EventKind, limit: number): Promise<DeadLetter[]> {
    const filter = { 'dead.at': { $gt: new Date(0) }, organization_id: new Types.ObjectId(orgId) };
    const options = { projection: { model_name: 1, timestamp: 1, dead: 1 }, sort: { 'dead.at': 1 }, limit } as const;
    const rows = await this.collections.of(kind).find<DeadRow>(filter, options).toArray();
    return rows.map((row) => ({
      kind,
      eventId: row._id,
      modelName: row.model_name,
      timestamp: row.timestamp,
      code: row.dead.code,
      at: row.dead.at,
    }));
  }
}

interface DeadRow {
  readonly _id: string;
  readonly model_name: string;
  readonly timestamp: Date;
  readonly dead: DeadLetterMark;
}
