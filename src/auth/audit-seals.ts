import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { OrgId } from '../lib/org-id.js';
import { AppConfig } from '../platform/config/app-config.js';
import type { HeadPlace, Place } from './audit-head.js';

const KEY_BYTES = 32;
const PURPOSE = 'aegisai audit seal 1';

/** Seals entries and heads of the audit: HMAC-SHA-256 with keys that are derived (HKDF) from the secrets that sign
 * tokens, and that nobody finds in the database. The first secret seals, every one verifies. */
@Injectable()
export class AuditSeals {
  private readonly keys: readonly [Buffer, ...Buffer[]];

  constructor({ signingSecrets: [first, ...others] }: AppConfig) {
    this.keys = [keyOf(first), ...others.map(keyOf)];
  }

  /** @returns 64 hexadecimal digits */
  ofEntry(orgId: OrgId, place: Place): string {
    return sealOf(this.keys[0], entryParts(orgId, place));
  }

  /** Whether a server that knows one of the secrets wrote the entry. */
  isOfEntry(orgId: OrgId, place: Place, seal: string | null): boolean {
    return this.isOfAny(entryParts(orgId, place), seal);
  }

  /** @returns 64 hexadecimal digits */
  ofHead(orgId: OrgId, head: HeadPlace): string {
    return sealOf(this.keys[0], headParts(orgId, head));
  }

  /** Whether a server that knows one of the secrets wrote the head. */
  isOfHead(orgId: OrgId, head: HeadPlace, seal: string): boolean {
    return this.isOfAny(headParts(orgId, head), seal);
  }

  private isOfAny(parts: readonly unknown[], seal: string | null): boolean {
    return seal !== null && this.keys.some((key) => isEqual(sealOf(key, parts), seal));
  }
}

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', PURPOSE, KEY_BYTES));
}

/** The seal of an entry is no seal of a head: old entries would else give old heads away. */
function entryParts(orgId: OrgId, { sequence, hash }: Place): readonly unknown[] {
  return ['entry', orgId, sequence, hash];
}

function headParts(orgId: OrgId, { sequence, hash, adoptedThrough }: HeadPlace): readonly unknown[] {
  return ['head', orgId, sequence, hash, adoptedThrough];
}

function sealOf(key: Buffer, parts: readonly unknown[]): string {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex');
}

function isEqual(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
