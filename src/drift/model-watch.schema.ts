import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { SchemaTypes, Types } from 'mongoose';
import { EVENT_KINDS, type EventKind } from '../telemetry/telemetry.facts.js';

/** What is remembered of the signals of one model. */
@Schema({ collection: 'drift_watches', versionKey: false })
export class ModelWatchDocument {
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: Types.ObjectId, required: true }) organization_id!: Types.ObjectId;
  @Prop({ type: String, enum: EVENT_KINDS, required: true }) kind!: EventKind;
  @Prop({ type: String, required: true }) model_name!: string;
  /** Changes with every write: whoever read an older one starts over. */
  @Prop({ type: Number, required: true }) v!: number;
  /** Start of the latest bucket that was looked at. */
  @Prop({ type: Date, required: true }) through!: Date;
  /** Episodes that are open; unset without any. */
  @Prop({ type: Number }) open?: number;
  /** By name, packed: no query looks into them. */
  @Prop({ type: SchemaTypes.Mixed, required: true }) signals!: Buffer | { readonly buffer: Uint8Array };
  @Prop({ type: Date, required: true }) updated_at!: Date;
}

/** Read by id, which follows from organization, kind and model. Index: those with an open episode. */
export const ModelWatchSchema = SchemaFactory.createForClass(ModelWatchDocument).index({ open: 1 }, { sparse: true });
