import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import { derivedId } from '../lib/ids.js';
import type { OrgId } from '../lib/org-id.js';
import { packJson, unpackJson } from '../lib/packed-json.js';
import { DURABLE_WRITE } from '../platform/durable-write.js';
import { isDuplicateKey } from '../platform/errors/duplicate-key.js';
import { upserting } from '../platform/writes/upserting.js';
import { EVENT_KINDS, type EventKind } from '../telemetry/telemetry.facts.js';
import type { ModelWatch } from './model-watch.js';
import { ModelWatchDocument } from './model-watch.schema.js';
import type { WatchedSignal } from './watched-signal.js';

/** What is remembered of models' signals. */
@Injectable()
export class ModelWatchesStore {
  constructor(@InjectModel(ModelWatchDocument.name) private readonly watches: Model<ModelWatchDocument>) {}

  /** @returns one without signals where nothing is remembered yet */
  async find(orgId: OrgId, kind: EventKind, modelName: string): Promise<ModelWatch> {
    const found = await this.watches.findOne(keyOf({ orgId, kind, modelName })).lean();
    return found === null ? { orgId, kind, modelName, version: 0, throughMs: 0, signals: [] } : fromRow(found);
  }

  /** @returns those of a name, of either kind, predictions first */
  async ofModel(orgId: OrgId, modelName: string): Promise<ModelWatch[]> {
    const ids = EVENT_KINDS.map((kind) => keyOf({ orgId, kind, modelName })._id);
    const filter = { _id: { $in: ids }, organization_id: new Types.ObjectId(orgId) };
    const rows = (await this.watches.find(filter).lean()).map(fromRow);
    return rows.sort((one, other) => EVENT_KINDS.indexOf(one.kind) - EVENT_KINDS.indexOf(other.kind));
  }

  /** Replaces what is remembered, unless it has changed since it was read.
   * @returns whether it was replaced */
  async save({ orgId, kind, modelName, version, throughMs, signals }: ModelWatch, now: Date): Promise<boolean> {
    const key = keyOf({ orgId, kind, modelName });
    const open = signals.filter(({ monitor }) => monitor.episode !== null).length;
    const fields = {
      v: version + 1,
      through: new Date(throughMs),
      signals: packJson(signals),
      updated_at: now,
      ...(open === 0 ? {} : { open }),
    };
    if (version === 0) return this.insert(key, { kind, model_name: modelName, ...fields });
    const update = open === 0 ? { $set: fields, $unset: { open: 1 } } : { $set: fields };
    return (await this.watches.updateOne({ ...key, v: version }, update, DURABLE_WRITE)).matchedCount === 1;
  }

  /** @returns those with an open episode that have seen no bucket since one that starts at an instant, of every organization */
  async openSince(throughBefore: Date): Promise<ModelWatch[]> {
    const rows = await this.watches.find({ open: { $gte: 1 }, through: { $lt: throughBefore } }).lean();
    return rows.map(fromRow);
  }

  private async insert(key: ReturnType<typeof keyOf>, $setOnInsert: object): Promise<boolean> {
    try {
      const outcome = await upserting((options) =>
        this.watches.updateOne(key, { $setOnInsert }, { ...options, ...DURABLE_WRITE }),
      );
      return outcome.upsertedCount === 1;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}

function keyOf({ orgId, kind, modelName }: Pick<ModelWatch, 'orgId' | 'kind' | 'modelName'>) {
  return { _id: derivedId(orgId, 'watch', kind, modelName), organization_id: new Types.ObjectId(orgId) };
}

function fromRow(row: ModelWatchDocument): ModelWatch {
  return {
    orgId: row.organization_id.toHexString() as OrgId,
    kind: row.kind,
    modelName: row.model_name,
    version: row.v,
    throughMs: row.through.getTime(),
    signals: unpackJson(row.signals) as WatchedSignal[],
  };
}
