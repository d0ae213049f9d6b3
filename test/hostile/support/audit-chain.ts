import mongoose from 'mongoose';
import { type AuditNote, chainHash, OPERATOR, type SealedEntry } from '../../../src/auth/audit-entry.js';
import { AuditHeads } from '../../../src/auth/audit-heads.js';
import { AuditService } from '../../../src/auth/audit.service.js';
import { AuditStore } from '../../../src/auth/audit.store.js';
import { AuditVerifyService, type VerifiedAudit } from '../../../src/auth/audit-verify.service.js';
import type { OrgId } from '../../../src/lib/org-id.js';
import type { Member, TestApp } from '../../support/test-app.js';

/** An entry as GET /audit shows it. */
export interface ShownEntry {
  readonly action: string;
  readonly actor_client_id: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What a member's audit shows, the newest first. */
export async function entriesOf(app: TestApp, member: Member): Promise<ShownEntry[]> {
  await app.app.get(AuditService).flush();
  return (await member.get('/audit?limit=100').expect(200)).body.entries;
}

/** Something to be audited. */
export function noteOf(count: number): AuditNote {
  return { action: 'dead_letters_replayed', clientId: null, actor: OPERATOR, details: { count } };
}

/** An organization's audit in the hands of somebody who can write to the database, and knows no secret. */
export class AuditChain {
  private constructor(
    private readonly app: TestApp,
    readonly orgId: OrgId,
  ) {}

  /** A new organization with an audit of ten entries, as a server sees it that was started since. */
  static async ofTen(app: TestApp): Promise<AuditChain> {
    const { orgId } = await app.join();
    await app.app.get(AuditService).flush();
    const chain = new AuditChain(app, orgId);
    const { entries } = await chain.verify();
    for (let count = entries; count < 10; count++) await chain.append(count);
    chain.forget();
    return chain;
  }

  /** A server appends an entry. */
  async append(count: number): Promise<void> {
    await this.app.app.get(AuditStore).append(this.orgId, noteOf(count));
  }

  async verify(logged?: string): Promise<VerifiedAudit> {
    return this.app.app.get(AuditVerifyService).verify(this.orgId, logged);
  }

  /** @returns codes of what verifying finds */
  async faults(logged?: string): Promise<string[]> {
    return (await this.verify(logged)).faults.map(({ code }) => code);
  }

  /** The server is as after a restart: a running one remembers the heads it has seen. */
  forget(): void {
    const known = Reflect.get(this.app.app.get(AuditHeads), 'known') as object;
    (Reflect.get(known, 'entries') as Map<string, unknown>).clear();
  }

  async entry(sequence: number): Promise<SealedEntry> {
    const [entry] = await this.app.app.get(AuditStore).following(this.orgId, sequence - 1, 1);
    if (entry === undefined) throw new Error(`no entry ${sequence}`);
    return entry;
  }

  async change(sequence: number, fields: object): Promise<void> {
    await this.log.updateOne({ ...this.own, sequence }, { $set: fields });
  }

  async remove(sequence: number): Promise<void> {
    await this.log.deleteOne({ ...this.own, sequence });
  }

  /** Removes all entries behind one. */
  async cut(after: number): Promise<void> {
    await this.log.deleteMany({ ...this.own, sequence: { $gt: after } });
  }

  async removeSeals(): Promise<void> {
    await this.log.updateMany(this.own, { $unset: { seal: 1 } });
  }

  /** Writes the chain anew from an entry on. */
  async recompute(from: number): Promise<void> {
    const entries = await this.app.app.get(AuditStore).following(this.orgId, from - 1, 100);
    let previousHash = entries[0]?.previousHash ?? '';
    for (const entry of entries) {
      const details = { count: 666 };
      const hash = chainHash(this.orgId, { ...entry, details, previousHash });
      await this.change(entry.sequence, { details, previous_hash: previousHash, hash });
      previousHash = hash;
    }
  }

  /** Appends an entry of their own, with the seal of the one before. */
  async forge(): Promise<void> {
    const last = await this.entry(10);
    const forged = { ...noteOf(666), sequence: 11, at: new Date(), previousHash: last.hash };
    const { sequence, at, action, details } = forged;
    const hash = chainHash(this.orgId, forged);
    const who = { client_id: null, via: 'command_line', actor_client_id: null };
    const fields = { ...who, sequence, at, action, details, previous_hash: last.hash, hash, seal: last.seal };
    await this.log.insertOne({ _id: `forged ${this.orgId}` as never, ...this.own, ...fields });
  }

  /** The head as it is stored, without whose it is. */
  async head(): Promise<object> {
    const head = await this.heads.findOne(this.ownHead);
    if (head === null) throw new Error('no head');
    const { _id, ...fields } = head;
    return fields;
  }

  async setHead(fields: object): Promise<void> {
    await this.heads.updateOne(this.ownHead, { $set: fields });
  }

  async removeHead(): Promise<void> {
    await this.heads.deleteOne(this.ownHead);
  }

  private get log() {
    return this.app.connection.collection('audit_log');
  }

  private get heads() {
    return this.app.connection.collection('audit_heads');
  }

  private get own() {
    return { organization_id: new mongoose.Types.ObjectId(this.orgId) };
  }

  private get ownHead() {
    return { _id: new mongoose.Types.ObjectId(this.orgId) };
  }
}
