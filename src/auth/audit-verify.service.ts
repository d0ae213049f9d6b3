import { Injectable } from '@nestjs/common';
import type { OrgId } from '../lib/org-id.js';
import { NotFound } from '../platform/errors/app-error.js';
import { OPERATOR } from './audit-entry.js';
import { parsePlace, type Place } from './audit-head.js';
import { AuditHeads } from './audit-heads.js';
import { AuditHeadsStore } from './audit-heads.store.js';
import { AuditSeals } from './audit-seals.js';
import { AuditStore } from './audit.store.js';
import { type AuditFault, AuditWalk, sentenceOf } from './audit-walk.js';

/** Entries read at once. */
const AT_ONCE = 1000;
/** Several, so that one that was forged doesn't shut operators out. */
const HEADS_LOOKED_AT = 20;

/** What came of verifying an audit. */
export interface VerifiedAudit {
  readonly entries: number;
  /** The first entry that doesn't follow from the one before it; null where all do. */
  readonly brokenAt: number | null;
  /** Where the chain ends, as it was written down apart from it; null where that is missing or not to be trusted. */
  readonly head: Place | null;
  /** Entries up to this one were taken as they stood: they are older than seals, or an operator said so. 0: none. */
  readonly adoptedThrough: number;
  /** Each with a sentence about it; empty where nothing was changed, removed or inserted. */
  readonly faults: readonly (AuditFault & { readonly text: string })[];
}

/** Checks audits against what was changed in them by somebody who can write to the database. */
@Injectable()
export class AuditVerifyService {
  constructor(
    private readonly store: AuditStore,
    private readonly stored: AuditHeadsStore,
    private readonly heads: AuditHeads,
    private readonly seals: AuditSeals,
  ) {}

  /** Reads a whole chain and holds it against its head.
   * @param loggedHead a head that the log tells of, `42:` and its hash: it must be in the chain, too
   * @throws RangeError where that is none */
  async verify(orgId: OrgId, loggedHead?: string): Promise<VerifiedAudit> {
    const logged = loggedHead === undefined ? null : parsePlace(loggedHead);
    if (loggedHead !== undefined && logged === null)
      throw new RangeError('A head is SEQUENCE:HASH, as the log has it.');
    // Before the entries: those that are appended meanwhile come behind it.
    const head = await this.stored.find(orgId);
    const isHeadOurs = head !== null && this.seals.isOfHead(orgId, head, head.seal);
    const walk = new AuditWalk(orgId, { head, isHeadOurs, logged }, (entry) =>
      this.seals.isOfEntry(orgId, entry, entry.seal),
    );
    for (;;) {
      const page = await this.store.following(orgId, walk.at, AT_ONCE);
      walk.add(page);
      if (page.length < AT_ONCE) break;
    }
    return {
      entries: walk.entries,
      brokenAt: walk.brokenAt,
      head: isHeadOurs ? { sequence: head.sequence, hash: head.hash } : null,
      adoptedThrough: isHeadOurs ? head.adoptedThrough : 0,
      faults: walk.faults().map((fault) => ({ ...fault, text: sentenceOf(fault) })),
    };
  }

  /** Whether the secrets of this process are those of the servers that wrote to the database, as far as anything there
   * tells: entries that are sealed with others would count as forged. */
  async areSecretsKnown(): Promise<boolean> {
    const latest = await this.stored.latest(HEADS_LOOKED_AT);
    return latest.length === 0 || latest.some(({ orgId, head }) => this.seals.isOfHead(orgId, head, head.seal));
  }

  /** Takes all entries as they stand and seals their end with the present secret: for an operator who has lost the
   * secret of the head, or has looked at what was tampered with. A broken chain stays broken.
   * @returns the sequence of the newest entry that was taken
   * @throws NotFound where there is no entry */
  async adopt(orgId: OrgId): Promise<number> {
    const [last] = await this.store.newest(orgId, { limit: 1 });
    if (last === undefined) throw new NotFound('Audit of the organization');
    await this.heads.adopt(orgId, last);
    const details = { through: last.sequence };
    await this.store.append(orgId, { action: 'audit_adopted', clientId: null, actor: OPERATOR, details });
    return last.sequence;
  }
}
