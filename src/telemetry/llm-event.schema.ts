import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { SchemaTypes, Types } from 'mongoose';
import { RISK_LABELS, type RiskLabel } from '../lib/risk-label.js';
import type { DeadLetterMark } from './dead-letter.js';
import type { FlaggedSpan, Judgement } from './telemetry.facts.js';

/** A call of a language model as the database holds it. */
@Schema({ collection: 'llm_events', versionKey: false })
export class LlmEventDocument {
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: Types.ObjectId, required: true }) organization_id!: Types.ObjectId;
  @Prop({ type: String, required: true }) model_name!: string;
  @Prop({ type: String, default: '' }) prompt!: string;
  @Prop({ type: String, default: '' }) response!: string;
  @Prop({ type: Number, required: true }) latency_ms!: number;
  @Prop({ type: Number, required: true }) token_count!: number;
  @Prop({ type: Date, required: true }) timestamp!: Date;
  @Prop({ type: Number }) riskScore?: number;
  @Prop({ type: String, enum: RISK_LABELS }) riskLabel?: RiskLabel;
  @Prop({ type: [String], default: undefined }) flags?: readonly string[];
  /** Which policy gave the label, and why. */
  @Prop({ type: SchemaTypes.Mixed }) risk?: Judgement;
  /** What was masked before it was stored. */
  @Prop({ type: SchemaTypes.Mixed }) masked?: readonly FlaggedSpan[];
  /** Since when it is known to have been flagged by mistake. */
  @Prop({ type: Date }) benign_at?: Date;
  /** Set where it could not be processed: why and since when. It gets no label until it is replayed. */
  @Prop({ type: SchemaTypes.Mixed }) dead?: DeadLetterMark;
}

/** Indexes: by label for retention, by organization and label for counts and lists, by model and time for windows;
 * by time for lists; the dead ones. */
export const LlmEventSchema = SchemaFactory.createForClass(LlmEventDocument)
  .index({ riskLabel: 1, timestamp: 1 })
  .index({ organization_id: 1, riskLabel: 1 })
  .index({ organization_id: 1, riskLabel: 1, timestamp: 1 })
  .index({ organization_id: 1, model_name: 1, timestamp: 1 })
  .index({ organization_id: 1, timestamp: 1 })
  .index({ 'dead.at': 1 }, { sparse: true });
