import { join } from 'node:path';

/** The file that holds everything, below a data directory. */
export const DATA_FILE = 'data.mdb';

/** What was looked at in a data file. */
export interface CheckedFile {
  /** Of the file. */
  readonly bytes: number;
  readonly documents: number;
  /** Of all indexes. */
  readonly entries: number;
}

/** The data file isn't what was written: it is refused, whatever else it may hold. */
export class DataFileDamaged extends Error {
  readonly code = 'EMBEDDED_DATABASE_DAMAGED';

  /** @param directory the data directory
   * @param what what was found, "page 7 holds another page" */
  constructor(
    readonly directory: string,
    readonly what: string,
  ) {
    super(
      `The data file ${join(directory, DATA_FILE)} is damaged: ${what}. Move the directory away, and restore the latest backup ` +
        'into a new one: npm run --silent aegis -- restore FILE',
    );
  }
}
