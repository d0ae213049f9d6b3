import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { SchemaTypes, Types } from 'mongoose';
import type { CustomPattern } from './custom-pattern.js';
import { type Allowance, type Masking, MASKINGS, POLICIES, type PolicyName } from './risk-policy.js';

/** What one organization has chosen about risk. */
@Schema({ collection: 'risk_policies', versionKey: false })
export class RiskPolicyDocument {
  /** The organization's own id: there is one of them each. */
  @Prop({ type: Types.ObjectId, required: true }) _id!: Types.ObjectId;
  @Prop({ type: Types.ObjectId, required: true }) organization_id!: Types.ObjectId;
  @Prop({ type: String, enum: POLICIES }) policy?: PolicyName;
  @Prop({ type: String, enum: MASKINGS }) masking?: Masking;
  /** Newest last. */
  @Prop({ type: [SchemaTypes.Mixed], default: undefined }) allowances?: Allowance[];
  @Prop({ type: [SchemaTypes.Mixed], default: undefined }) patterns?: CustomPattern[];
  @Prop({ type: Date, required: true }) updated_at!: Date;
}

/** Read by id. */
export const RiskPolicySchema = SchemaFactory.createForClass(RiskPolicyDocument);
