import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { callerOf } from '../auth/caller.decorator.js';
import { RateLimits } from './rate-limits.service.js';

/** Turns away an organization that has sent more than it may, before anything more of it is read. Runs after the guard that
 * knows the caller. */
@Injectable()
export class RateGuard implements CanActivate {
  constructor(private readonly limits: RateLimits) {}

  /** @throws RateLimited */
  canActivate(context: ExecutionContext): boolean {
    const caller = callerOf(context.switchToHttp().getRequest<IncomingMessage>());
    if (caller !== undefined) this.limits.take(caller.orgId, 0);
    return true;
  }
}
