import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Collection, Model } from 'mongoose';
import { nativeCollection } from '../platform/native-collection.js';
import { LlmEventDocument } from './llm-event.schema.js';
import { MlEventDocument } from './ml-event.schema.js';
import type { EventKind } from './telemetry.facts.js';

/** The document of each kind. */
export interface EventDocuments {
  ml: MlEventDocument;
  llm: LlmEventDocument;
}

/** The driver's own collections of events. */
@Injectable()
export class EventCollections {
  private readonly byKind: { readonly [Kind in EventKind]: Collection<EventDocuments[Kind]> };

  constructor(
    @InjectModel(MlEventDocument.name) ml: Model<MlEventDocument>,
    @InjectModel(LlmEventDocument.name) llm: Model<LlmEventDocument>,
  ) {
    this.byKind = { ml: nativeCollection(ml), llm: nativeCollection(llm) };
  }

  /** For stores alone: it holds the events of every organization.
   * @returns the collection of a kind; of either kind, with what both have in common, where the kind isn't known */
  of<Kind extends EventKind>(kind: Kind): Collection<EventDocuments[Kind]> {
    return this.byKind[kind];
  }
}
