import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import passport from 'passport';
import { addressGroup } from '../lib/address-group.js';
import { rememberSender } from '../platform/http/body-sender.js';
import { IS_PUBLIC } from '../platform/http/public.decorator.js';
import { AmbiguousAuthorization, InsufficientScope, InvalidToken, Unauthorized } from './auth-errors.js';
import { bearerToken } from './bearer-token.js';
import { type Caller, rememberCaller } from './caller.decorator.js';
import { JwtStrategy } from './jwt.strategy.js';
import { REQUIRED_SCOPE } from './scope.decorator.js';
import type { Scope } from './scopes.js';

const STRATEGY = 'jwt';

/** Closes every route to callers without a valid token that has the route's scope, except those marked `@Public()`. */
@Injectable()
export class AuthGuard implements CanActivate {
  /** Our own: passport's default registry is the whole process', where the last of two applications would verify for both.
   * And a registry it must be: given the strategy itself, passport would mix up the callers of concurrent requests. */
  private readonly passport = new passport.Passport();

  constructor(
    private readonly reflector: Reflector,
    strategy: JwtStrategy,
  ) {
    this.passport.use(STRATEGY, strategy);
  }

  /** @throws Unauthorized, InvalidToken, AmbiguousAuthorization or InsufficientScope */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = [context.getHandler(), context.getClass()];
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    if (this.reflector.getAllAndOverride<unknown>(IS_PUBLIC, route) === true) {
      rememberSender(request, { key: addressGroup(request.ip ?? ''), isStranger: true });
      return true;
    }
    const scope = this.reflector.getAllAndOverride<Scope | 'any' | undefined>(REQUIRED_SCOPE, route) ?? 'admin';
    requireBearer(request);
    const caller = await this.authenticate(request, http.getResponse<Response>());
    if (!caller) throw new InvalidToken();
    if (scope !== 'any' && !caller.scopes.includes(scope)) throw new InsufficientScope(scope);
    rememberCaller(request, caller);
    rememberSender(request, { key: caller.orgId, isStranger: false });
    return true;
  }

  private async authenticate(request: Request, response: Response): Promise<Caller | false | undefined> {
    return new Promise((resolve, reject) => {
      const done = (error: unknown, caller?: Caller | false): void => (error ? reject(error) : resolve(caller));
      this.passport.authenticate(STRATEGY, { session: false }, done)(request, response, reject);
    });
  }
}

function requireBearer({ headersDistinct: { authorization = [] } }: Request): void {
  if (authorization.length > 1) throw new AmbiguousAuthorization();
  const { kind } = bearerToken(authorization[0]);
  if (kind === 'absent') throw new Unauthorized();
  if (kind === 'malformed') throw new InvalidToken();
}
