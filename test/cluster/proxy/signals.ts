/** The member isn't the primary any more: the command ends with this code. */
export class SteppedDown extends Error {
  constructor(readonly code: number) {
    super(`stepped down: ${code}`);
  }
}

/** The connection is closed instead of an answer. */
export class CloseConnection extends Error {}
