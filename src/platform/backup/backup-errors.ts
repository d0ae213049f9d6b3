/** A file that can't be restored: cut, changed, or no backup at all. Nothing was written. */
export class DamagedBackup extends Error {
  readonly code = 'damaged_backup';
  /** @param what what is wrong with the file, "it is cut" */
  constructor(what: string, options?: ErrorOptions) {
    super(`The backup cannot be restored, ${what}. Nothing was changed.`, options);
  }
}

/** A restore or a backup that can't be done as things are; the message says what to do. */
export class BackupRefused extends Error {
  readonly code = 'backup_refused';
}

/** A restore into this database began and never ended: what is in it is a part of something. */
export class RestoreUnfinished extends Error {
  readonly code = 'restore_unfinished';
  /** @param database name of it */
  constructor(database: string) {
    super(
      `A restore into the database ${database} was not finished, and only a part of the backup is in it: run ` +
        '"npm run --silent aegis -- restore --drop FILE" again.',
    );
  }
}
