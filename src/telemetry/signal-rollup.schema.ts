import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { SchemaTypes, Types } from 'mongoose';
import { EVENT_KINDS, type EventKind } from './telemetry.facts.js';

/** What the events of one organization, kind, model and bucket of event time say of its signals. Recounted as a whole, as the other
 * roll-ups are. */
@Schema({ collection: 'signal_rollups', versionKey: false })
export class SignalRollupDocument {
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: Types.ObjectId, required: true }) organization_id!: Types.ObjectId;
  @Prop({ type: String, enum: EVENT_KINDS, required: true }) kind!: EventKind;
  @Prop({ type: String, required: true }) model_name!: string;
  /** First instant of the bucket. */
  @Prop({ type: Date, required: true }) start!: Date;
  /** How often its events changed, and up to which of these versions the counts reach: 0 where they never were made. */
  @Prop({ type: Number, required: true }) v!: number;
  @Prop({ type: Number, required: true }) d!: number;
  /** When its events are to be counted; unset while the counts are up to date. */
  @Prop({ type: Date }) due?: Date;
  /** Whether it was over when it was counted. */
  @Prop({ type: Boolean }) complete?: boolean;
  @Prop({ type: Number }) events?: number;
  /** Counts by signal, packed: no query looks into them. */
  @Prop({ type: SchemaTypes.Mixed }) signals?: Buffer | { readonly buffer: Uint8Array };
}

/** Indexes: the due ones; those of a series by time; by time for their deletion. */
export const SignalRollupSchema = SchemaFactory.createForClass(SignalRollupDocument)
  .index({ due: 1 }, { sparse: true })
  .index({ organization_id: 1, kind: 1, model_name: 1, start: 1 })
  .index({ start: 1 });
