import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { type ApiKey, secretToCompare } from './api-key.js';
import { AuditService } from './audit.service.js';
import { BadCredentials, InvalidScope, TooManyFailures } from './auth-errors.js';
import { KeyLookUp } from './key-look-up.js';
import { parseScopes, type Scope } from './scopes.js';
import { SecretCheck } from './secret-check.js';
import type { Credentials } from './secrets.js';
import { type AccessToken, TokenSigner } from './token-signer.js';

/** What a token is asked for beside credentials. */
export interface TokenWish {
  /** Scopes, with a space between; all of the key's where it is left out. */
  readonly scope?: string | undefined;
  /** Where the request came from. */
  readonly address?: string;
}

/** Exchanges credentials for tokens. */
@Injectable()
export class TokensService {
  constructor(
    private readonly lookUp: KeyLookUp,
    private readonly secrets: SecretCheck,
    private readonly signer: TokenSigner,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Issues a token to whoever knows a key's secret. Takes as long for a client that doesn't exist, so that nobody can
   * find out which do.
   * @throws BadCredentials for an unknown client, a wrong secret, a revoked or expired key and a disabled organization alike
   * @throws InvalidScope where a scope is unknown or not the key's
   * @throws TooManyHashes or TooManyFailures where too many are waiting, or were wrong */
  async exchange(credentials: Credentials, { scope, address = '' }: TokenWish = {}): Promise<AccessToken> {
    const { clientId, clientSecret } = credentials;
    const now = this.clock.now();
    const key = await this.lookUp.find(clientId);
    const secret = secretToCompare(key, clientSecret, now);
    const isRight = await this.secrets.isRight({ clientId, clientSecret, address }, secret).catch((error: unknown) => {
      if (key !== null && error instanceof TooManyFailures) this.tally(key, 'token_refused', { reason: error.code });
      throw error;
    });
    if (key === null || secret === null) throw new BadCredentials();
    const reason = isRight ? await this.lookUp.whyNot(key, now) : 'wrong_secret';
    if (reason !== null) {
      this.tally(key, 'token_refused', { reason });
      throw new BadCredentials();
    }
    this.lookUp.noteProof(key, secret, { clientId, clientSecret });
    const token = this.signer.sign(key, secret.version, granted(scope, key));
    this.tally(key, 'token_issued', { scope: token.scopes.join(' ') });
    return token;
  }

  private tally({ orgId, clientId }: ApiKey, action: 'token_issued' | 'token_refused', details: object): void {
    this.audit.tally(orgId, { action, clientId, actor: { via: 'api', clientId: null }, details: { ...details } });
  }
}

function granted(scope: string | undefined, key: ApiKey): readonly Scope[] {
  if (scope === undefined) return key.scopes;
  const scopes = parseScopes(scope);
  if (scopes === null || scopes.some((each) => !key.scopes.includes(each))) throw new InvalidScope();
  return scopes;
}
