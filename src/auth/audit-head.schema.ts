import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema, Types } from 'mongoose';

/** Where an organization's chain of entries ends, as stored. Its name comes before that of `audit_log`: a backup that
 * reads one collection after the other then never holds a head without its entry. */
@Schema({ collection: 'audit_heads', versionKey: false })
export class AuditHeadRecord {
  /** The organization's own id: there is one of them each. */
  @Prop({ type: MongooseSchema.Types.ObjectId, required: true })
  _id!: Types.ObjectId;

  @Prop({ type: Number, required: true })
  sequence!: number;

  @Prop({ type: String, default: '' })
  hash!: string;

  @Prop({ type: Number, required: true })
  adopted_through!: number;

  @Prop({ type: String, required: true })
  seal!: string;

  /** When the head was last moved. */
  @Prop({ type: Date, required: true })
  at!: Date;
}

/** Read by id; those of every organization by the time of their last change. */
export const AuditHeadSchema = SchemaFactory.createForClass(AuditHeadRecord).index({ at: 1 });
