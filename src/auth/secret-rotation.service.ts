import { Injectable, Logger } from '@nestjs/common';
import { SECOND_MS, shifted } from '../lib/duration.js';
import { Clock } from '../platform/clock.js';
import { ActiveKeys } from './active-keys.js';
import { isKeyLive } from './api-key.js';
import { ApiKeysStore } from './api-keys.store.js';
import { AuditService } from './audit.service.js';
import { InsufficientScope, InvalidToken, SecretChanged } from './auth-errors.js';
import type { Caller } from './caller.decorator.js';
import { SecretHashes } from './secret-hashes.js';
import { type Credentials, newClientSecret, secretHint } from './secrets.js';

/** Replaces secrets. */
@Injectable()
export class SecretRotationService {
  private readonly logger = new Logger(SecretRotationService.name);

  constructor(
    private readonly keys: ApiKeysStore,
    private readonly secrets: SecretHashes,
    private readonly activeKeys: ActiveKeys,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Replaces the secret of the caller's key. The old one, and every token it got but the caller's own, stops: at once
   * in this process, within 5 s in others; after the grace where there is one. Of a secret that was in its grace
   * already nothing is left: a key never has more than two.
   * @param graceSeconds how long the old one is good yet, >= 0
   * @throws SecretChanged to all but one of several at the same moment
   * @throws InsufficientScope where the token doesn't allow all that the key does: the new secret gets tokens that do
   * @throws InvalidToken where the key was revoked meanwhile */
  async replaceSecret(caller: Caller, graceSeconds: number): Promise<Credentials> {
    const { orgId, clientId, tokenId } = caller;
    const now = this.clock.now();
    const key = await this.keys.find(clientId);
    if (key === null || !isKeyLive(key, now) || key.orgId !== orgId) throw new InvalidToken();
    const missing = key.scopes.filter((scope) => !caller.scopes.includes(scope));
    if (missing.length > 0) throw new InsufficientScope(missing.join(' '));
    const clientSecret = newClientSecret();
    const goodUntil = shifted(now, graceSeconds * SECOND_MS);
    const isReplaced = await this.keys.replaceSecret(orgId, {
      clientId,
      fromVersion: key.secret.version,
      ...(await this.secrets.of({ clientId, clientSecret })),
      hint: secretHint(clientSecret),
      previous: graceSeconds === 0 ? null : { ...key.secret, goodUntil },
      keptTokenId: tokenId,
    });
    if (!isReplaced) throw new SecretChanged();
    this.activeKeys.forgetKey(clientId);
    this.logger.log({ msg: 'api key secret replaced', organizationId: orgId, clientId });
    const details = { version: key.secret.version + 1, grace_seconds: graceSeconds };
    await this.audit.record(orgId, { action: 'secret_replaced', clientId, actor: { via: 'api', clientId }, details });
    return { clientId, clientSecret };
  }
}
