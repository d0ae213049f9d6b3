import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Types } from 'mongoose';

/** A customer, as stored. */
@Schema({ collection: 'organizations', versionKey: false })
export class OrganizationRecord {
  /** Its OrgId. */
  _id!: Types.ObjectId;

  @Prop({ type: String, required: true })
  name!: string;

  @Prop({ type: Date, required: true })
  created_at!: Date;

  /** Absent while it is in use. */
  @Prop({ type: Date })
  disabled_at?: Date;
}

/** Read by `_id` only, which needs no index of its own. */
export const OrganizationSchema = SchemaFactory.createForClass(OrganizationRecord);
