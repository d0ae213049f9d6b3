import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { IncomingMessage } from 'node:http';
import { Strategy } from 'passport-jwt';
import { AppConfig } from '../platform/config/app-config.js';
import { ActiveKeys } from './active-keys.js';
import { bearerToken } from './bearer-token.js';
import type { Caller } from './caller.decorator.js';
import { callerFromClaims } from './claims.js';
import { signingKey } from './signing-key.js';

/** Verifies tokens: signature with the one configured algorithm, times, claims, and that the key is still active. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(
    config: AppConfig,
    private readonly activeKeys: ActiveKeys,
  ) {
    super({
      jwtFromRequest: tokenOf,
      // The library hands it on to one that takes a key object; its types don't know.
      secretOrKey: signingKey(config) as unknown as Buffer,
      algorithms: [config.jwtAlgorithm],
    });
  }

  /** @param payload of a token with a valid signature that isn't expired
   * @returns the caller; false where the token isn't one of ours or its key is revoked */
  async validate(payload: unknown): Promise<Caller | false> {
    const caller = callerFromClaims(payload);
    if (caller === null) return false;
    return (await this.activeKeys.organizationOf(caller.clientId)) === caller.orgId && caller;
  }
}

/** From the Authorization header alone: addresses end up in logs and histories. */
function tokenOf(request: IncomingMessage): string | null {
  const bearer = bearerToken(request.headers.authorization);
  return bearer.kind === 'token' ? bearer.token : null;
}
