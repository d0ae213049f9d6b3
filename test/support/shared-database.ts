import { createHash } from 'node:crypto';
import { inject } from 'vitest';

/** Variables of a process that uses an embedded database in every run, because the test is about that. */
export const EMBEDDED = { MONGO_URI: '', MONGO_DB_NAME: '' } as const;

/** Where a process finds its database, when it isn't to have an embedded one: in a run that puts everything on one
 * MongoDB.
 * @param folder the process' working directory; processes of one folder share a database
 * @returns its variables; none in other runs */
export function sharedDatabase(folder: string): Readonly<Record<string, string>> {
  if (!inject('isShared')) return {};
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  return { MONGO_URI: inject('mongoUri'), MONGO_DB_NAME: `shared_${name}` };
}
