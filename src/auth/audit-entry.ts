import { createHash } from 'node:crypto';
import type { OrgId } from '../lib/org-id.js';

/** What is audited. Later versions add to it. */
export const AUDIT_ACTIONS = [
  'token_issued',
  'token_refused',
  'key_created',
  'key_revoked',
  'secret_replaced',
  'organization_created',
  'organization_disabled',
  'organization_enabled',
  'dead_letters_replayed',
  'baseline_reset',
  'baseline_accepted',
  'baseline_pinned',
  'baseline_unpinned',
  'profile_set',
  'profile_removed',
  'policy_set',
  'patterns_set',
  'allowance_added',
  'allowance_removed',
  'allowances_cleared',
  'feedback_given',
  'export_started',
  'export_ended',
  'audit_adopted',
] as const;

/** One thing that is audited. */
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Ways by which something is done: a request, the command line, the server by itself. */
export const AUDIT_WAYS = ['api', 'command_line', 'server'] as const;

/** Who did it. */
export interface Actor {
  readonly via: (typeof AUDIT_WAYS)[number];
  /** The key of a request; null where it had not proved itself, and where it was no request. */
  readonly clientId: string | null;
}

/** An operator at the command line. */
export const OPERATOR: Actor = { via: 'command_line', clientId: null };

/** Particulars: counts, reasons, names of scopes. Never a secret, a token, a prompt or anything that a stranger wrote. */
export type AuditDetails = Readonly<Record<string, string | number>>;

/** What is to be remembered. */
export interface AuditNote {
  readonly action: AuditAction;
  /** The key it was done to, or with; null where it is about none. */
  readonly clientId: string | null;
  readonly actor: Actor;
  readonly details: AuditDetails;
}

/** A note in its place in an organization's chain. */
export interface ChainedNote extends AuditNote {
  /** 1 for the organization's first, without gaps. */
  readonly sequence: number;
  readonly at: Date;
  /** Of the note before; empty for the first. */
  readonly previousHash: string;
}

/** A note as it is kept. */
export interface AuditEntry extends ChainedNote {
  /** 64 hexadecimal digits, over everything in the note. */
  readonly hash: string;
}

/** An entry with its seal. */
export interface SealedEntry extends AuditEntry {
  /** See `AuditSeals`; null of entries that are older than seals. */
  readonly seal: string | null;
}

/** What holds the chain together: whoever changes, removes or inserts an entry has to write all that follow anew.
 * @returns 64 hexadecimal digits of SHA-256 */
export function chainHash(orgId: OrgId, note: ChainedNote): string {
  const { sequence, at, action, clientId, actor, details, previousHash } = note;
  const particulars = Object.entries(details).sort(([one], [other]) => (one < other ? -1 : 1));
  const parts = [
    previousHash,
    orgId,
    sequence,
    at.toISOString(),
    action,
    clientId,
    actor.via,
    actor.clientId,
    particulars,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** Looks for the place where a chain was tampered with.
 * @param entries without gaps, the oldest first
 * @param before the entry before the first; null at the beginning of the chain
 * @returns the sequence of the first entry that doesn't follow from the one before it; null where all do */
export function brokenAt(
  orgId: OrgId,
  entries: readonly AuditEntry[],
  before: Pick<AuditEntry, 'sequence' | 'hash'> | null,
): number | null {
  let last = before;
  for (const entry of entries) {
    const follows = entry.sequence === (last?.sequence ?? 0) + 1 && entry.previousHash === (last?.hash ?? '');
    if (!follows || entry.hash !== chainHash(orgId, entry)) return entry.sequence;
    last = entry;
  }
  return null;
}
