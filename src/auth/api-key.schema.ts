import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema, Types } from 'mongoose';

/** A secret that was replaced and is good for a while yet, as stored. */
export interface PreviousSecretRecord {
  /** bcrypt, 60 characters. */
  readonly hash: string;
  readonly version: number;
  readonly good_until: Date;
  /** See `secret_proof`. */
  readonly proof?: string;
}

/** A client of an organization, as stored. What isn't required is absent from keys that are older than the field. */
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

  /** Absent: 1. */
  @Prop({ type: Number })
  secret_version?: number;

  /** First digits of the present secret's SHA-256, once it has replaced another. */
  @Prop({ type: String })
  secret_hint?: string;

  /** Keyed hash of the present secret, 20 hexadecimal digits; absent until somebody has shown it. */
  @Prop({ type: String })
  secret_proof?: string;

  @Prop({ type: MongooseSchema.Types.Mixed })
  previous_secret?: PreviousSecretRecord;

  /** Id of the token that had the secret replaced. */
  @Prop({ type: String })
  kept_token_id?: string;

  /** Absent: every scope. */
  @Prop({ type: [String], default: undefined })
  scopes?: string[];

  @Prop({ type: String })
  name?: string;

  /** Absent: never. */
  @Prop({ type: Date })
  expires_at?: Date;

  @Prop({ type: Date })
  last_used_at?: Date;
}

/** Queries name the client, or list an organization's keys. */
export const ApiKeySchema = SchemaFactory.createForClass(ApiKeyRecord)
  .index({ client_id: 1 }, { unique: true })
  .index({ organization_id: 1, _id: 1 });
