/** Code by which a MongoDB server says that a document with that key is there already. */
export const DUPLICATE_KEY = 11000;

/** @returns whether an error of the driver says that a document with that key is there already */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === DUPLICATE_KEY;
}
