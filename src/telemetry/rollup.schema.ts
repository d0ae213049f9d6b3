import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { SchemaTypes, Types } from 'mongoose';
import type { LogHistogram } from '../lib/log-histogram.js';
import { EVENT_KINDS, type EventKind } from './telemetry.facts.js';

/** Figures of one organization, kind, model and 10-second bucket of event time. Recomputed from the events as a whole,
 * never incremented, so that nothing is counted twice. */
@Schema({ collection: 'rollups', versionKey: false })
export class RollupDocument {
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: Types.ObjectId, required: true }) organization_id!: Types.ObjectId;
  @Prop({ type: String, enum: EVENT_KINDS, required: true }) kind!: EventKind;
  @Prop({ type: String, required: true }) model_name!: string;
  /** First instant of the bucket. */
  @Prop({ type: Date, required: true }) start!: Date;
  /** How often events of the bucket were labelled, and up to which of these versions the figures reach. */
  @Prop({ type: Number, required: true }) v!: number;
  @Prop({ type: Number }) d?: number;
  /** Set while figures lag behind. */
  @Prop({ type: Boolean }) q?: boolean;
  @Prop({ type: Number }) normal?: number;
  @Prop({ type: Number }) suspicious?: number;
  @Prop({ type: Number }) risky?: number;
  @Prop({ type: Number }) latency_sum_ms?: number;
  /** Counts by bin of latency. */
  @Prop({ type: SchemaTypes.Mixed }) latencies?: LogHistogram;
  @Prop({ type: Number }) tokens?: number;
}

/** Indexes: the dirty ones for the flusher; by organization and time for windows. */
export const RollupSchema = SchemaFactory.createForClass(RollupDocument)
  .index({ q: 1 }, { sparse: true })
  .index({ organization_id: 1, kind: 1, start: 1 });
