import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Collection, Model } from 'mongoose';
import { LlmEventDocument } from './llm-event.schema.js';
import { MlEventDocument } from './ml-event.schema.js';
import type { EventKind } from './telemetry.facts.js';

/** The document of each kind. */
export interface EventDocuments {
  ml: MlEventDocument;
  llm: LlmEventDocument;
}

/** The driver's own collections of events: documents of Mongoose cost thirty times as much where every event passes. */
@Injectable()
export class EventCollections {
  constructor(
    @InjectModel(MlEventDocument.name) private readonly ml: Model<MlEventDocument>,
    @InjectModel(LlmEventDocument.name) private readonly llm: Model<LlmEventDocument>,
  ) {}

  /** For stores alone: it holds the events of every organization.
   * @returns the collection of a kind; of either kind, with what both have in common, where the kind isn't known */
  of<Kind extends EventKind>(kind: Kind): Collection<EventDocuments[Kind]> {
    const { db, collection } = kind === 'ml' ? this.ml : this.llm;
    return db.collection<EventDocuments[Kind]>(collection.collectionName);
  }
}
