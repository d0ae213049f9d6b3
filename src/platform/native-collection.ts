import type { Collection, Model } from 'mongoose';

/** The driver's own collection behind a model. It takes documents and updates as they are: documents of Mongoose cost thirty
 * times as much where every event passes. For stores alone: it holds what belongs to every organization. */
export function nativeCollection<Document extends object>({ db, collection }: Model<Document>): Collection<Document> {
  return db.collection<Document>(collection.collectionName);
}
