import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { IncomingMessage } from 'node:http';
import { Strategy, type StrategyOptionsWithoutRequest } from 'passport-jwt';
import { SECOND_MS } from '../lib/duration.js';
import { AppConfig } from '../platform/config/app-config.js';
import { ActiveKeys } from './active-keys.js';
import { bearerToken } from './bearer-token.js';
import type { Caller } from './caller.decorator.js';
import { callerFromClaims } from './claims.js';
import { KeyUse } from './key-use.js';
import { SigningKeys } from './signing-keys.js';

/** Verifies tokens: header, signature with the one configured algorithm, claims and times, and that key, secret and
 * organization are still good. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(
    config: AppConfig,
    keys: SigningKeys,
    private readonly activeKeys: ActiveKeys,
    private readonly use: KeyUse,
  ) {
    super(optionsOf(config, keys));
  }

  /** @param payload of a token with a valid signature
   * @returns the caller; false where the token isn't one of ours or isn't good any more */
  async validate(payload: unknown): Promise<Caller | false> {
    const caller = callerFromClaims(payload, Date.now() / SECOND_MS);
    if (caller === null || !(await this.activeKeys.admits(caller))) return false;
    this.use.note(caller.orgId, caller.clientId);
    return caller;
  }
}

function optionsOf(config: AppConfig, keys: SigningKeys): StrategyOptionsWithoutRequest {
  return {
    jwtFromRequest: tokenOf,
    // The library hands it on to one that takes a key object, and refuses where there is none; its types don't know.
    secretOrKeyProvider: (_request: unknown, token: string, done: (error: unknown, key?: Buffer) => void): void =>
      done(null, keys.verifying(token) as unknown as Buffer),
    algorithms: [config.jwtAlgorithm],
    // Times are checked with the other claims, which know the skew that is allowed.
    ignoreExpiration: true,
    jsonWebTokenOptions: { ignoreNotBefore: true },
  };
}

/** From the Authorization header alone: addresses end up in logs and histories. */
function tokenOf(request: IncomingMessage): string | null {
  const bearer = bearerToken(request.headers.authorization);
  return bearer.kind === 'token' ? bearer.token : null;
}
