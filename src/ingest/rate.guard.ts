import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { callerOf } from '../auth/caller.decorator.js';
import { bodyBytesOf } from '../platform/http/body-bytes.js';
import { RateLimits } from './rate-limits.service.js';

/** Lets an organization send as many bytes as it may. Runs after the guard that knows the caller. */
@Injectable()
export class RateGuard implements CanActivate {
  constructor(private readonly limits: RateLimits) {}

  /** @throws RateLimited */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<IncomingMessage>();
    const caller = callerOf(request);
    if (caller !== undefined) this.limits.take(caller.orgId, bodyBytesOf(request));
    return true;
  }
}
