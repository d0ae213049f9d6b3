import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { SchemaTypes, Types } from 'mongoose';

/** The current health of one organization. */
@Schema({ collection: 'health_scores', versionKey: false, minimize: false })
export class HealthScoreDocument {
  @Prop({ type: Types.ObjectId, required: true }) organization_id!: Types.ObjectId;
  @Prop({ type: Number, required: true }) score!: number;
  @Prop({ type: SchemaTypes.Mixed, required: true }) details!: HealthDetailsRow;
  @Prop({ type: String }) worst_model?: string | null;
  @Prop({ type: Date, required: true }) created_at!: Date;
  @Prop({ type: Date, required: true }) updated_at!: Date;
}

/** How the score came about, as stored. */
export interface HealthDetailsRow {
  readonly drift_penalty: number;
  readonly latency_penalty: number;
  readonly average_drift_score: number | null;
  readonly llm_mean_latency_ms: number | null;
}

/** Index: one score an organization. */
export const HealthScoreSchema = SchemaFactory.createForClass(HealthScoreDocument).index(
  { organization_id: 1 },
  { unique: true },
);
