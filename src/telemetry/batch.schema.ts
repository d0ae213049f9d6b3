import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { SchemaTypes, Types } from 'mongoose';
import { EVENT_KINDS, type EventKind } from './telemetry.facts.js';

/** An open batch has events that may still lack labels, alerts or roll-ups; a done one has none. */
export const BATCH_STATES = { open: 0, done: 2 } as const;

/** One accepted batch in the ledger: which events it brought and whether they are finished. The events themselves carry no
 * processing state. */
@Schema({ collection: 'ingest_batches', versionKey: false })
export class BatchDocument {
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: Types.ObjectId, required: true }) organization_id!: Types.ObjectId;
  @Prop({ type: String, enum: EVENT_KINDS, required: true }) kind!: EventKind;
  /** Ids of the events, 16 bytes each. */
  @Prop({ type: SchemaTypes.Buffer, required: true }) ids!: Buffer;
  @Prop({ type: Number, required: true }) s!: number;
  /** Fingerprint of the request, where it carried an Idempotency-Key. */
  @Prop({ type: String }) h?: string;
  /** Until when its worker has it to itself; absent when done. */
  @Prop({ type: Date }) lease?: Date;
  /** How often a sweeper has taken it. */
  @Prop({ type: Number, required: true }) claims!: number;
  /** When the entry itself may go. */
  @Prop({ type: Date, required: true }) exp!: Date;
}

/** Indexes: open batches by lease for the sweeper; expiry. */
export const BatchSchema = SchemaFactory.createForClass(BatchDocument)
  .index({ lease: 1 }, { sparse: true })
  .index({ exp: 1 }, { expireAfterSeconds: 0 });
