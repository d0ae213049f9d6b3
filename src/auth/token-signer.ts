import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { SECOND_MS } from '../lib/duration.js';
import { AppConfig } from '../platform/config/app-config.js';
import type { ApiKey } from './api-key.js';
import { claimsOf } from './claims.js';
import type { Scope } from './scopes.js';
import { SigningKeys } from './signing-keys.js';

/** A token and what it is good for. */
export interface AccessToken {
  /** JWT, signed. */
  readonly token: string;
  readonly expiresInSeconds: number;
  readonly scopes: readonly Scope[];
}

/** Writes tokens. */
@Injectable()
export class TokenSigner {
  constructor(
    private readonly jwt: JwtService,
    private readonly keys: SigningKeys,
    private readonly config: AppConfig,
  ) {}

  /** @param key whose token it is; the token doesn't outlive it
   * @param secretVersion of the secret it was asked for with */
  sign(key: ApiKey, secretVersion: number, scopes: readonly Scope[]): AccessToken {
    const issuedAtSeconds = Math.floor(Date.now() / SECOND_MS);
    const expiresInSeconds = Math.min(this.config.jwtAccessTokenExpiresMinutes * 60, secondsLeft(key, issuedAtSeconds));
    const { orgId, clientId } = key;
    const times = { issuedAtSeconds, expiresAtSeconds: issuedAtSeconds + expiresInSeconds };
    const caller = { orgId, clientId, scopes, tokenId: randomUUID(), secretVersion, ...times };
    const token = this.jwt.sign(claimsOf(caller), { ...this.keys.signing });
    return { token, expiresInSeconds, scopes };
  }
}

function secondsLeft({ expiresAt }: ApiKey, nowSeconds: number): number {
  return expiresAt === null ? Infinity : Math.max(1, Math.floor(expiresAt.getTime() / SECOND_MS) - nowSeconds);
}
