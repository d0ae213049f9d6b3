import { type Doc, numberText } from '../../../src/embedded-mongo/bson/bson.js';
import type { Request } from '../../../src/embedded-mongo/wire/op-msg.js';

/** What the statements of one write have come to; kept by (lsid, txnNumber), so that a retry runs what was not run
 * yet. */
export class Tally {
  n = 0;
  nModified = 0;
  readonly upserted: Doc[] = [];
  /** Statements that were run and not refused, by their index. */
  readonly executed = new Set<number>();
  /** The reply of a write that has no statements (findAndModify), once it went well. */
  reply: Buffer | undefined;
  /** Ends with the run that is under way: a retry waits for it, as it waits for the session in mongod. */
  running: Promise<unknown> = Promise.resolve();
}

/** Remembers the newest write of every session, as each member of a set does: a retry is answered from here. */
export class RetryMemory {
  private readonly sessions = new Map<string, { readonly number: string; readonly tally: Tally }>();
  /** How many retries were answered from here, in part or as a whole. */
  recalled = 0;

  /** @returns the tally of this very write, or an empty one where it is new or can't be retried */
  of({ body }: Request): Tally {
    const number = numberText(body['txnNumber']);
    const session = sessionOf(body);
    if (number === undefined || session === undefined) return new Tally();
    const known = this.sessions.get(session);
    if (known?.number === number) {
      this.recalled++;
      return known.tally;
    }
    const tally = new Tally();
    this.sessions.set(session, { number, tally });
    return tally;
  }
}

function sessionOf(body: Doc): string | undefined {
  const lsid = body['lsid'] as { id?: { toString(encoding: 'hex'): string } } | undefined;
  return lsid?.id?.toString('hex');
}
