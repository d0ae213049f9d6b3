import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Types } from 'mongoose';

/** A model that sends events, of either kind, or has a profile that was set. */
@Schema({ collection: 'active_models', versionKey: false })
export class ActiveModelDocument {
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: Types.ObjectId, required: true }) organization_id!: Types.ObjectId;
  @Prop({ type: String, required: true }) model_name!: string;
  /** When it sent an event last, to the hour. */
  @Prop({ type: Date, required: true }) last_seen!: Date;
  /** Whether a profile was set: then it counts, also without events. */
  @Prop({ type: Boolean }) has_profile?: boolean;
}

/** Indexes: by organization and time for counts, by time for the retention. */
export const ActiveModelSchema = SchemaFactory.createForClass(ActiveModelDocument)
  .index({ organization_id: 1, last_seen: 1 })
  .index({ last_seen: 1 });
