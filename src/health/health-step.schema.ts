import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Types } from 'mongoose';
import { DAY_MS, SECOND_MS } from '../lib/duration.js';

/** How long the history of health scores is kept. */
export const HEALTH_HISTORY_DAYS = 90;

/** The lowest health score of one organization in one step of time. */
@Schema({ collection: 'health_history', versionKey: false })
export class HealthStepDocument {
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: Types.ObjectId, required: true }) organization_id!: Types.ObjectId;
  /** First instant of the step. */
  @Prop({ type: Date, required: true }) at!: Date;
  @Prop({ type: Number, required: true }) score!: number;
  @Prop({ type: Number, required: true }) drift_penalty!: number;
  @Prop({ type: Number, required: true }) latency_penalty!: number;
  /** Null where no model lowered it. */
  @Prop({ type: String, default: null }) worst_model!: string | null;
  /** Whether anything was measured. */
  @Prop({ type: Boolean, required: true }) measured!: boolean;
}

/** Indexes: by organization and time for ranges; expiry. */
export const HealthStepSchema = SchemaFactory.createForClass(HealthStepDocument)
  .index({ organization_id: 1, at: 1 })
  .index({ at: 1 }, { expireAfterSeconds: (HEALTH_HISTORY_DAYS * DAY_MS) / SECOND_MS });
