import type { OrgId } from '../lib/org-id.js';
import { brokenAt, type SealedEntry } from './audit-entry.js';
import type { HeadPlace, Place } from './audit-head.js';

/** What is wrong with an audit. */
export type AuditFault =
  | { readonly code: 'broken_chain' | 'not_sealed'; readonly sequence: number }
  | { readonly code: 'cut_off'; readonly from: number; readonly to: number }
  | { readonly code: 'written_anew'; readonly sequence: number }
  | { readonly code: 'not_as_logged'; readonly sequence: number; readonly isGone: boolean }
  | { readonly code: 'head_missing' | 'head_not_ours' | 'never_sealed' | 'nothing_there' };

/** What an audit is held against. */
export interface Expected {
  /** As it was before the entries were read; null where there is none. */
  readonly head: HeadPlace | null;
  /** Whether a server sealed the head. */
  readonly isHeadOurs: boolean;
  /** A head that the log tells of, where somebody looked it up. */
  readonly logged: Place | null;
}

/** Goes through a chain from its first entry to its last, page by page, and says what is wrong with it. */
export class AuditWalk {
  private count = 0;
  private broken: number | null = null;
  private unsealed: number | null = null;
  private hasSeals = false;
  private last: SealedEntry | null = null;
  private readonly hashes = new Map<number, string>();

  /** @param isSealed whether a server sealed an entry */
  constructor(
    private readonly orgId: OrgId,
    private readonly expected: Expected,
    private readonly isSealed: (entry: SealedEntry) => boolean,
  ) {}

  /** Entries so far. */
  get entries(): number {
    return this.count;
  }

  /** The first entry that doesn't follow from the one before it; null where all do. */
  get brokenAt(): number | null {
    return this.broken;
  }

  /** Sequence of the entry that was read last; 0 before the first. */
  get at(): number {
    return this.last?.sequence ?? 0;
  }

  /** Takes the next entries, in their order. */
  add(page: readonly SealedEntry[]): void {
    const { head, isHeadOurs, logged } = this.expected;
    this.broken ??= brokenAt(this.orgId, page, this.last);
    for (const entry of page) {
      const { sequence, hash, seal } = entry;
      if (seal !== null) this.hasSeals = true;
      if (sequence === head?.sequence || sequence === logged?.sequence) this.hashes.set(sequence, hash);
      const isBehindHead = head !== null && isHeadOurs && sequence > head.sequence;
      if (isBehindHead && this.unsealed === null && !this.isSealed(entry)) this.unsealed = sequence;
    }
    this.count += page.length;
    this.last = page.at(-1) ?? this.last;
  }

  /** @returns everything that is wrong; nothing where no entry was changed, removed or inserted */
  faults(): readonly AuditFault[] {
    const faults: AuditFault[] = [];
    if (this.broken !== null) faults.push({ code: 'broken_chain', sequence: this.broken });
    if (this.unsealed !== null) faults.push({ code: 'not_sealed', sequence: this.unsealed });
    return [...faults, ...this.headFaults(), ...this.loggedFaults()];
  }

  private headFaults(): readonly AuditFault[] {
    const { head, isHeadOurs } = this.expected;
    if (head === null) {
      if (this.count === 0) return [{ code: 'nothing_there' }];
      return [{ code: this.hasSeals ? 'head_missing' : 'never_sealed' }];
    }
    if (!isHeadOurs) return [{ code: 'head_not_ours' }];
    if (head.sequence > this.at) return [{ code: 'cut_off', from: this.at + 1, to: head.sequence }];
    if (head.sequence === 0 || this.hashes.get(head.sequence) === head.hash) return [];
    return [{ code: 'written_anew', sequence: head.sequence }];
  }

  private loggedFaults(): readonly AuditFault[] {
    const { logged } = this.expected;
    if (logged === null) return [];
    const found = this.hashes.get(logged.sequence);
    if (found === logged.hash) return [];
    return [{ code: 'not_as_logged', sequence: logged.sequence, isGone: found === undefined }];
  }
}

/** @returns a fault in a sentence, for whoever runs the system */
export function sentenceOf(fault: AuditFault): string {
  switch (fault.code) {
    case 'broken_chain':
      return `entry ${fault.sequence} does not follow from the one before it: something was changed, removed or inserted`;
    case 'not_sealed':
      return `entry ${fault.sequence} was not written by a server with this JWT_SECRET_KEY`;
    case 'cut_off':
      return `entries ${fault.from} to ${fault.to} were cut off the end`;
    case 'written_anew':
      return `entry ${fault.sequence} is not the one that was written: the chain was computed anew`;
    case 'not_as_logged':
      return fault.isGone
        ? `entry ${fault.sequence} is missing, but --head names it`
        : `entry ${fault.sequence} is not the one that --head names: the chain was computed anew`;
    default:
      return SENTENCES[fault.code];
  }
}

const SENTENCES = {
  head_missing: 'the head was removed: entries may have been cut off the end',
  head_not_ours:
    'the head was not sealed with this JWT_SECRET_KEY: it was forged, or its secret is no longer in JWT_SECRET_KEYS',
  never_sealed:
    'there is no head: entries are older than heads, or head and seals were removed; the next entry adopts them as they are',
  nothing_there: 'there is no entry and no head: nothing was ever recorded, or everything was removed',
} as const;
