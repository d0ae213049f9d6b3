import { Injectable, Logger } from '@nestjs/common';
import { BoundedMap } from '../lib/bounded-map.js';
import type { OrgId } from '../lib/org-id.js';
import type { SealedEntry } from './audit-entry.js';
import { type AuditHead, BEGINNING, type HeadPlace, type Place } from './audit-head.js';
import { AuditHeadsStore } from './audit-heads.store.js';
import { AuditSeals } from './audit-seals.js';

/** Heads remembered by a process. */
const MAX_KNOWN = 10_000;

/** Keeps the end of each chain apart from it, under a seal that nobody can make who has only the database. */
@Injectable()
export class AuditHeads {
  private readonly logger = new Logger('AuditHeads');
  /** The furthest head of each chain that this process has seen: it notices one that went back. */
  private readonly known = new BoundedMap<AuditHead>(MAX_KNOWN);

  constructor(
    private readonly store: AuditHeadsStore,
    private readonly seals: AuditSeals,
  ) {}

  /** The head that the next entry is to be held against. To be asked before the newest entry is read, which is then
   * never older. A chain without a head gets one here: it is new, or from before heads were kept.
   * @param newest reads the newest entry; null where there is none
   * @returns null where the head was removed or isn't ours, which stays as it is, for `audit:verify` to find */
  async current(orgId: OrgId, newest: () => Promise<SealedEntry | null>): Promise<AuditHead | null> {
    const stored = await this.store.find(orgId);
    const isOurs = stored !== null && this.seals.isOfHead(orgId, stored, stored.seal);
    const known = this.known.get(orgId);
    if (isOurs && stored.sequence >= (known?.sequence ?? 0)) {
      this.known.set(orgId, stored);
      return stored;
    }
    if (stored === null && known === undefined) return this.begun(orgId, await newest());
    this.logger.error({ msg: 'audit head was changed, run audit:verify', ...shown(orgId, known ?? BEGINNING) });
    if (stored === null && known !== undefined) await this.store.insert(orgId, known);
    return known ?? null;
  }

  /** Moves a head on to an entry that was appended.
   * @param head what `current` gave */
  async advance(orgId: OrgId, { adoptedThrough }: AuditHead, { sequence, hash }: Place): Promise<void> {
    const head = this.sealed(orgId, { sequence, hash, adoptedThrough });
    await this.store.advance(orgId, head);
    if (sequence > (this.known.get(orgId)?.sequence ?? 0)) this.known.set(orgId, head);
  }

  /** Makes a head of the newest entry, whatever head there is: all entries count as they stand. An operator's
   * decision. */
  async adopt(orgId: OrgId, { sequence, hash }: Place): Promise<void> {
    const head = this.sealed(orgId, { sequence, hash, adoptedThrough: sequence });
    await this.store.replace(orgId, head, null);
    this.known.set(orgId, head);
  }

  /** Seals a head anew that was sealed with an older secret, which may then be left away. */
  async renew(orgId: OrgId, head: AuditHead): Promise<void> {
    const renewed = this.sealed(orgId, head);
    if (renewed.seal !== head.seal && this.seals.isOfHead(orgId, head, head.seal)) {
      await this.store.replace(orgId, renewed, head);
    }
  }

  private async begun(orgId: OrgId, last: SealedEntry | null): Promise<AuditHead | null> {
    // Another process may have begun the chain meanwhile.
    const stored = await this.store.find(orgId);
    if (stored !== null) return this.seals.isOfHead(orgId, stored, stored.seal) ? stored : null;
    const { sequence, hash } = last ?? BEGINNING;
    if (last !== null && last.seal !== null) {
      this.logger.error({ msg: 'audit head is missing, run audit:verify', ...shown(orgId, last) });
      return null;
    }
    if (last !== null) this.logger.warn({ msg: 'audit adopted: it is older than audit heads', ...shown(orgId, last) });
    const head = this.sealed(orgId, { sequence, hash, adoptedThrough: sequence });
    await this.store.insert(orgId, head);
    return head;
  }

  private sealed(orgId: OrgId, { sequence, hash, adoptedThrough }: HeadPlace): AuditHead {
    const head = { sequence, hash, adoptedThrough };
    return { ...head, seal: this.seals.ofHead(orgId, head) };
  }
}

function shown(organizationId: OrgId, { sequence, hash }: Place): object {
  return { organizationId, sequence, hash };
}
