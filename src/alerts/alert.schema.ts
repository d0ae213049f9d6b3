import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Types } from 'mongoose';
import { EVENT_KINDS, type EventKind } from '../telemetry/telemetry.facts.js';
import { ALERT_SEVERITIES, ALERT_TYPES, type AlertSeverity, type AlertType } from './alerts.facts.js';

/** Something that people should know. */
@Schema({ collection: 'alerts', versionKey: false })
export class AlertDocument {
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: Types.ObjectId, required: true }) organization_id!: Types.ObjectId;
  /** Null for health. */
  @Prop({ type: String, default: null }) model_name!: string | null;
  @Prop({ type: String, enum: ALERT_TYPES, required: true }) type!: AlertType;
  @Prop({ type: String, required: true }) message!: string;
  @Prop({ type: String, enum: ALERT_SEVERITIES, required: true }) severity!: AlertSeverity;
  @Prop({ type: Date, required: true }) created_at!: Date;
  @Prop({ type: Boolean, required: true }) resolved!: boolean;
  @Prop({ type: Date }) resolved_at?: Date;
  /** How often the condition was found while the alert was open; of a group, how many events there are. */
  @Prop({ type: Number, required: true }) occurrences!: number;
  /** Which condition it is about, while that lasts; no other alert may have the same. */
  @Prop({ type: String }) open_condition?: string;
  /** Of an episode of drift: its id. */
  @Prop({ type: String }) episode_id?: string;
  /** Of risk: first instant of the span of event time that it is counted in. */
  @Prop({ type: Date }) risk_window?: Date;
  /** Of one risky event: which. */
  @Prop({ type: String, enum: EVENT_KINDS }) event_kind?: EventKind;
  @Prop({ type: String }) event_id?: string;
  /** Set where it stands for several events, with when one of them came last. */
  @Prop({ type: Boolean }) grouped?: boolean;
  @Prop({ type: Date }) touched_at?: Date;
}

/** Indexes: the newest of an organization; its open ones, to be counted; one open alert a condition; those of a
 * span; groups. */
export const AlertSchema = SchemaFactory.createForClass(AlertDocument)
  .index({ organization_id: 1, created_at: -1, _id: -1 })
  .index({ organization_id: 1, resolved: 1 })
  .index({ open_condition: 1 }, { unique: true, sparse: true })
  .index({ organization_id: 1, risk_window: 1 })
  .index({ grouped: 1 }, { sparse: true });
