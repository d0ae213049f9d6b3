import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { SchemaTypes, Types } from 'mongoose';
import { RISK_LABELS, type RiskLabel } from '../lib/risk-label.js';
import type { DeadLetterMark } from './dead-letter.js';
import type { Judgement } from './telemetry.facts.js';

/** A prediction as the database holds it. */
@Schema({ collection: 'ml_events', versionKey: false, minimize: false })
export class MlEventDocument {
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: Types.ObjectId, required: true }) organization_id!: Types.ObjectId;
  @Prop({ type: String, required: true }) model_name!: string;
  @Prop({ type: SchemaTypes.Mixed }) prediction!: unknown;
  @Prop({ type: SchemaTypes.Mixed, required: true }) input_data!: Readonly<Record<string, unknown>>;
  @Prop({ type: Number, required: true }) latency_ms!: number;
  @Prop({ type: Date, required: true }) timestamp!: Date;
  @Prop({ type: Number }) riskScore?: number;
  @Prop({ type: String, enum: RISK_LABELS }) riskLabel?: RiskLabel;
  /** Which policy gave the label, and of what; absent where it was the contract's formula. */
  @Prop({ type: SchemaTypes.Mixed }) risk?: Judgement;
  /** Set where it could not be processed: why and since when. It gets no label until it is replayed. */
  @Prop({ type: SchemaTypes.Mixed }) dead?: DeadLetterMark;
}

/** Indexes: by label for retention, by organization and label for counts and lists, by model and time for windows;
 * by time for lists; the dead ones. */
export const MlEventSchema = SchemaFactory.createForClass(MlEventDocument)
  .index({ riskLabel: 1, timestamp: 1 })
  .index({ organization_id: 1, riskLabel: 1 })
  .index({ organization_id: 1, riskLabel: 1, timestamp: 1 })
  .index({ organization_id: 1, model_name: 1, timestamp: 1 })
  .index({ organization_id: 1, timestamp: 1 })
  .index({ 'dead.at': 1 }, { sparse: true });
