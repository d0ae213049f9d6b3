import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { SchemaTypes, Types } from 'mongoose';
import { EVENT_KINDS, type EventKind } from '../telemetry/telemetry.facts.js';
import { BASELINE_STATUSES, type BaselineStatus } from './baseline.js';

/** A baseline that one signal of a model had, or has. Never changed. */
@Schema({ collection: 'baseline_versions', versionKey: false })
export class BaselineVersionDocument {
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: Types.ObjectId, required: true }) organization_id!: Types.ObjectId;
  @Prop({ type: String, enum: EVENT_KINDS, required: true }) kind!: EventKind;
  @Prop({ type: String, required: true }) model_name!: string;
  @Prop({ type: String, required: true }) signal!: string;
  /** From 1 on. */
  @Prop({ type: Number, required: true }) version!: number;
  @Prop({ type: String, enum: BASELINE_STATUSES, required: true }) status!: BaselineStatus;
  @Prop({ type: Date, required: true }) from!: Date;
  @Prop({ type: Date, required: true }) to!: Date;
  @Prop({ type: Number, required: true }) buckets!: number;
  @Prop({ type: Number, required: true }) trimmed!: number;
  @Prop({ type: Number }) mean?: number;
  /** The whole of it, packed. */
  @Prop({ type: SchemaTypes.Mixed, required: true }) baseline!: Buffer | { readonly buffer: Uint8Array };
  @Prop({ type: Date, required: true }) created_at!: Date;
}

/** Index: those of a model, the newest first. */
export const BaselineVersionSchema = SchemaFactory.createForClass(BaselineVersionDocument).index({
  organization_id: 1,
  model_name: 1,
  created_at: -1,
});
