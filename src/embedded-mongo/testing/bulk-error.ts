import mongoose, { type mongo } from 'mongoose';

/** @returns why a write of many documents failed
 * @throws Error where it didn't, or in another way */
export async function bulkError(run: Promise<unknown>): Promise<mongo.MongoBulkWriteError> {
  const error: unknown = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof mongoose.mongo.MongoBulkWriteError) return error;
  throw new Error(`Expected a bulk write error, got ${String(error)}`);
}
