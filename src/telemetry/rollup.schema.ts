import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { SchemaTypes, Types } from 'mongoose';
import type { LogHistogram } from '../lib/log-histogram.js';
import type { RollupLevel } from './rollup-levels.js';
import { EVENT_KINDS, type EventKind } from './telemetry.facts.js';

/** The collection of each level; all have the same documents and indexes. */
export const ROLLUP_COLLECTIONS: Readonly<Record<RollupLevel, string>> = {
  ten_seconds: 'rollups',
  minute: 'rollups_minute',
  hour: 'rollups_hour',
  day: 'rollups_day',
};

/** Figures of one organization, kind, model and bucket of event time. Recomputed from the events, or from the level below, as a
 * whole; never incremented, so that nothing is counted twice. */
@Schema({ versionKey: false })
export class RollupDocument {
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: Types.ObjectId, required: true }) organization_id!: Types.ObjectId;
  @Prop({ type: String, enum: EVENT_KINDS, required: true }) kind!: EventKind;
  @Prop({ type: String, required: true }) model_name!: string;
  /** First instant of the bucket. */
  @Prop({ type: Date, required: true }) start!: Date;
  /** How often what the bucket is made of changed, and up to which of these versions the figures reach. */
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

/** Indexes: the dirty ones for the flusher; by organization and time for windows; by time for their deletion. */
export const RollupSchema = SchemaFactory.createForClass(RollupDocument)
  .index({ q: 1 }, { sparse: true })
  .index({ organization_id: 1, kind: 1, start: 1 })
  .index({ start: 1 });

/** The same of days, which stay for ever: by model and time as well, for all time of one model. */
export const DayRollupSchema = RollupSchema.clone().index({ organization_id: 1, kind: 1, model_name: 1, start: 1 });
