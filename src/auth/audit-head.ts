/** An entry's place in a chain, and its hash, which stands for every entry up to it. */
export interface Place {
  /** 0 before the first entry. */
  readonly sequence: number;
  /** 64 hexadecimal digits; empty before the first entry. */
  readonly hash: string;
}

/** What a head says. */
export interface HeadPlace extends Place {
  /** Entries up to this one are older than seals, or were taken as they stood by an operator; 0: none. */
  readonly adoptedThrough: number;
}

/** Where a chain ends, kept apart from it. */
export interface AuditHead extends HeadPlace {
  readonly seal: string;
}

/** Before any entry. */
export const BEGINNING: Place = { sequence: 0, hash: '' };

/** What is known of the end of a chain when an entry is to be appended. */
export interface ChainEnd {
  /** As its head says, which a server sealed. */
  readonly head: Place;
  /** The newest entry that is there. */
  readonly last: Place;
  /** Whether servers wrote all entries after the head. */
  readonly isGoodAfterHead: boolean;
}

/** The place of the entry that the next one follows. What was tampered with is never built upon: the next entry
 * follows the head then, so that the gap stays in the chain for everybody to find.
 * @returns its hash, and the highest sequence that is taken */
export function placeToFollow({ head, last, isGoodAfterHead }: ChainEnd): Place {
  if (last.sequence > head.sequence) {
    return { sequence: last.sequence, hash: isGoodAfterHead ? last.hash : head.hash };
  }
  // The same; or entries are missing, or the newest isn't the one that was written.
  return head;
}

/** Reads a head as the log tells it.
 * @param text `42:` and 64 hexadecimal digits
 * @returns null where it is none */
export function parsePlace(text: string): Place | null {
  const [, sequence, hash] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(text.trim().toLowerCase()) ?? [];
  return sequence === undefined || hash === undefined ? null : { sequence: Number(sequence), hash };
}
