import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Types } from 'mongoose';
import { ALERT_SEVERITIES, ALERT_TYPES, type AlertSeverity, type AlertType } from './alert-rules.js';

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
  /** How often the condition was found while the alert was open. */
  @Prop({ type: Number, required: true }) occurrences!: number;
  /** Which condition it is about, while that lasts; no other alert may have the same. */
  @Prop({ type: String }) open_condition?: string;
}

/** Indexes: the newest of an organization; one open alert a condition. */
export const AlertSchema = SchemaFactory.createForClass(AlertDocument)
  .index({ organization_id: 1, created_at: -1 })
  .index({ open_condition: 1 }, { unique: true, sparse: true });
