import { Injectable, Logger } from '@nestjs/common';
import { type ApiKey, type HashedSecret, isKeyLive } from './api-key.js';
import { ApiKeysStore } from './api-keys.store.js';
import { OrganizationsStore } from './organizations.store.js';
import { SecretProofs } from './secret-proofs.js';
import type { Credentials } from './secrets.js';

/** Looks keys up for whoever shows their secret. */
@Injectable()
export class KeyLookUp {
  private readonly logger = new Logger(KeyLookUp.name);

  constructor(
    private readonly keys: ApiKeysStore,
    private readonly organizations: OrganizationsStore,
    private readonly proofs: SecretProofs,
  ) {}

  /** As it is now, not as it was a moment ago. */
  async find(clientId: string): Promise<ApiKey | null> {
    return this.keys.find(clientId);
  }

  /** Notes the proof of a secret that was right, where none is known yet or servers sign with another secret since:
   * once for each secret. Nobody waits for it, and nobody hears when it fails.
   * @param secret which of the key's it is */
  noteProof(key: ApiKey, secret: HashedSecret, credentials: Credentials): void {
    if (secret.version !== key.secret.version || this.proofs.isNewest(credentials, secret.proof ?? null)) return;
    const noted = { hash: secret.hash, proof: this.proofs.of(credentials) };
    this.keys.noteProof(key.orgId, key.clientId, noted).catch((error: unknown) => this.logger.debug(error));
  }

  /** @returns why a key gets no token though its secret is right; null where it gets one */
  async whyNot(key: ApiKey, now: Date): Promise<'key_revoked' | 'key_expired' | 'organization_disabled' | null> {
    if (!key.isActive) return 'key_revoked';
    if (!isKeyLive(key, now)) return 'key_expired';
    return (await this.organizations.isEnabled(key.orgId)) ? null : 'organization_disabled';
  }
}
