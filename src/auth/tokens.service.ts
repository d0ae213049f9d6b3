import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { AppConfig } from '../platform/config/app-config.js';
import { ApiKeysStore } from './api-keys.store.js';
import { BadCredentials } from './auth-errors.js';
import type { Claims } from './claims.js';
import { PasswordHash } from './password-hash.js';
import type { Credentials } from './secrets.js';

/** A token and how long it lives. */
export interface AccessToken {
  /** JWT, signed. */
  readonly token: string;
  readonly expiresInSeconds: number;
}

/** Exchanges credentials for tokens. */
@Injectable()
export class TokensService {
  constructor(
    private readonly keys: ApiKeysStore,
    private readonly passwords: PasswordHash,
    private readonly jwt: JwtService,
    private readonly config: AppConfig,
  ) {}

  /** Issues a token to whoever knows a key's secret. Takes as long for a client that doesn't exist, so that nobody can
   * find out which do.
   * @throws BadCredentials for an unknown client, a wrong secret and a revoked key alike
   * @throws TooManyHashes where too many are waiting */
  async exchange({ clientId, clientSecret }: Credentials): Promise<AccessToken> {
    const key = await this.keys.find(clientId);
    const isMatch = await this.passwords.matches(clientSecret, key?.secretHash ?? null);
    if (key === null || !isMatch || !key.isActive) throw new BadCredentials();
    const claims: Claims = { sub: key.clientId, orgId: key.orgId, jti: randomUUID() };
    const expiresInSeconds = this.config.jwtAccessTokenExpiresMinutes * 60;
    return { token: this.jwt.sign(claims, { expiresIn: expiresInSeconds }), expiresInSeconds };
  }
}
