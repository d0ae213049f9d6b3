/** An index can't be built: the start ends. */
export class IndexNotBuilt extends Error {
  /** @param collection its collection
   * @param index its name
   * @param reason what the database says */
  constructor(collection: string, index: string, reason: Error) {
    super(`Index ${index} of ${collection} can't be built: ${reason.message}`, { cause: reason });
  }
}
