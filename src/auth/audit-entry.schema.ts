import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema, Types } from 'mongoose';

/** Something that was done in an organization, as stored. Never changed, never removed. */
@Schema({ collection: 'audit_log', versionKey: false, minimize: false })
export class AuditRecord {
  /** 32 hexadecimal digits. */
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: MongooseSchema.Types.ObjectId, required: true })
  organization_id!: Types.ObjectId;

  @Prop({ type: Number, required: true })
  sequence!: number;

  @Prop({ type: Date, required: true })
  at!: Date;

  @Prop({ type: String, required: true })
  action!: string;

  @Prop({ type: String, default: null })
  client_id!: string | null;

  @Prop({ type: String, required: true })
  via!: string;

  @Prop({ type: String, default: null })
  actor_client_id!: string | null;

  @Prop({ type: MongooseSchema.Types.Mixed, required: true })
  details!: Record<string, string | number>;

  @Prop({ type: String, default: '' })
  previous_hash!: string;

  @Prop({ type: String, required: true })
  hash!: string;

  /** Absent from entries that are older than seals. */
  @Prop({ type: String })
  seal?: string;
}

/** Serves every query; that it is unique is what makes each organization's entries one chain. */
export const AuditSchema = SchemaFactory.createForClass(AuditRecord).index(
  { organization_id: 1, sequence: 1 },
  { unique: true },
);
