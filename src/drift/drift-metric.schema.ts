import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Types } from 'mongoose';
import { DAY_MS, SECOND_MS } from '../lib/duration.js';

const KEPT_SECONDS = (90 * DAY_MS) / SECOND_MS;

/** One assessment of a model's latency against its baseline. */
@Schema({ collection: 'drift_metrics', versionKey: false })
export class DriftMetricDocument {
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: Types.ObjectId, required: true }) organization_id!: Types.ObjectId;
  @Prop({ type: String, required: true }) model_name!: string;
  @Prop({ type: Date, required: true }) window_start!: Date;
  @Prop({ type: Date, required: true }) window_end!: Date;
  @Prop({ type: Number, required: true }) mean_latency_ms!: number;
  @Prop({ type: Number, required: true }) drift_score!: number;
  @Prop({ type: Date, required: true }) created_at!: Date;
}

/** Indexes: the latest of an organization, the latest of a model, expiry. */
export const DriftMetricSchema = SchemaFactory.createForClass(DriftMetricDocument)
  .index({ organization_id: 1, created_at: -1 })
  .index({ organization_id: 1, model_name: 1, created_at: -1 })
  .index({ created_at: 1 }, { expireAfterSeconds: KEPT_SECONDS });
