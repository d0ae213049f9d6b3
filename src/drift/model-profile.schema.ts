import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { SchemaTypes, Types } from 'mongoose';
import type { FeatureStats } from '../lib/feature-stats.js';
import type { RobustStats } from '../lib/robust-stats.js';
import { type ModelProfile, PROFILE_SOURCES } from './model-profile.js';

/** What is normal for one model of one organization. */
@Schema({ collection: 'model_profiles', versionKey: false, minimize: false })
export class ModelProfileDocument {
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: Types.ObjectId, required: true }) organization_id!: Types.ObjectId;
  @Prop({ type: String, required: true }) model_name!: string;
  @Prop({ type: Number, required: true }) baseline_latency_ms!: number;
  @Prop({ type: SchemaTypes.Mixed }) feature_stats?: FeatureStats;
  @Prop({ type: SchemaTypes.Mixed }) robust_stats?: RobustStats;
  @Prop({ type: String, enum: PROFILE_SOURCES, required: true }) source!: ModelProfile['source'];
  @Prop({ type: Date, required: true }) created_at!: Date;
  @Prop({ type: Date, required: true }) updated_at!: Date;
}

/** Read by id, which follows from organization and model. */
export const ModelProfileSchema = SchemaFactory.createForClass(ModelProfileDocument);
