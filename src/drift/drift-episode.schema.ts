import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Types } from 'mongoose';
import { DAY_MS, SECOND_MS } from '../lib/duration.js';
import { EVENT_KINDS, type EventKind } from '../telemetry/telemetry.facts.js';
import { DRIFT_SEVERITIES, type DriftSeverity } from './severity.js';

const KEPT_SECONDS = (180 * DAY_MS) / SECOND_MS;

/** A stretch of time during which a signal of a model is away from its baseline. */
@Schema({ collection: 'drift_episodes', versionKey: false })
export class DriftEpisodeDocument {
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: Types.ObjectId, required: true }) organization_id!: Types.ObjectId;
  @Prop({ type: String, enum: EVENT_KINDS, required: true }) kind!: EventKind;
  @Prop({ type: String, required: true }) model_name!: string;
  @Prop({ type: String, required: true }) signal!: string;
  /** Start of the bucket at which it opened. */
  @Prop({ type: Date, required: true }) since!: Date;
  /** Start of the bucket at which it ended; unset while it is open. */
  @Prop({ type: Date }) ended?: Date;
  @Prop({ type: String }) end_reason?: string;
  @Prop({ type: String, enum: DRIFT_SEVERITIES, required: true }) severity!: DriftSeverity;
  @Prop({ type: String, default: null }) direction!: string | null;
  @Prop({ type: String, default: null }) method!: string | null;
  @Prop({ type: Number, required: true }) p!: number;
  @Prop({ type: Number, required: true }) size!: number;
  @Prop({ type: Number, required: true }) peak_size!: number;
  @Prop({ type: Number, required: true }) window_buckets!: number;
  @Prop({ type: Number, required: true }) window_values!: number;
}

/** Indexes: those of a model, the newest first; expiry. */
export const DriftEpisodeSchema = SchemaFactory.createForClass(DriftEpisodeDocument)
  .index({ organization_id: 1, model_name: 1, since: -1 })
  .index({ since: 1 }, { expireAfterSeconds: KEPT_SECONDS });
