import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema, Types } from 'mongoose';

/** A client of an organization, as stored. */
@Schema({ collection: 'api_keys', versionKey: false })
export class ApiKeyRecord {
  _id!: Types.ObjectId;

  @Prop({ type: MongooseSchema.Types.ObjectId, required: true })
  organization_id!: Types.ObjectId;

  @Prop({ type: String, required: true })
  client_id!: string;

  /** bcrypt, 60 characters. */
  @Prop({ type: String, required: true })
  client_secret_hash!: string;

  @Prop({ type: Boolean, required: true })
  is_active!: boolean;

  @Prop({ type: Date, required: true })
  created_at!: Date;
}

/** Every query names the client. */
export const ApiKeySchema = SchemaFactory.createForClass(ApiKeyRecord).index({ client_id: 1 }, { unique: true });
