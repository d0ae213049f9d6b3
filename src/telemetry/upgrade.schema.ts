import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** A change of what is stored that was brought to an end in this database. */
@Schema({ collection: 'upgrades', versionKey: false })
export class UpgradeDocument {
  /** Its name. */
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: Date, required: true }) done_at!: Date;
}

/** No index but the one on `_id`. */
export const UpgradeSchema = SchemaFactory.createForClass(UpgradeDocument);
