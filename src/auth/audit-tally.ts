import type { OrgId } from '../lib/org-id.js';
import type { AuditNote } from './audit-entry.js';

/** Things of one kind that happened since the last note about them. */
interface Tally {
  readonly orgId: OrgId;
  readonly note: AuditNote;
  count: number;
}

/** A note, and whose. */
export interface DueNote {
  readonly orgId: OrgId;
  readonly note: AuditNote;
}

/** Counts what happens too often to be written down each time. The first of a kind is due at once, those that follow are
 * counted and due together. */
export class AuditTally {
  private readonly tallies = new Map<string, Tally>();

  /** Kinds that are being counted. */
  get size(): number {
    return this.tallies.size;
  }

  /** @returns the note to write now; null where it is counted */
  add(orgId: OrgId, note: AuditNote): DueNote | null {
    const kind = JSON.stringify([orgId, note]);
    const known = this.tallies.get(kind);
    if (known !== undefined) {
      known.count++;
      return null;
    }
    this.tallies.set(kind, { orgId, note, count: 0 });
    return { orgId, note: counted(note, 1) };
  }

  /** Ends the counting.
   * @returns what was counted since the last time. A kind that didn't happen is forgotten: its next is due at once */
  take(): DueNote[] {
    const due: DueNote[] = [];
    for (const [kind, tally] of this.tallies) {
      if (tally.count === 0) this.tallies.delete(kind);
      else due.push({ orgId: tally.orgId, note: counted(tally.note, tally.count) });
      tally.count = 0;
    }
    return due;
  }
}

function counted(note: AuditNote, count: number): AuditNote {
  return { ...note, details: { ...note.details, count } };
}
