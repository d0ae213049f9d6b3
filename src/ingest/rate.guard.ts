import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { callerOf } from '../auth/caller.decorator.js';
import { RateLimits } from './rate-limits.service.js';

/** Lets an organization send as many bytes as it may, before they are read. Runs after the guard that knows the caller. */
@Injectable()
export class RateGuard implements CanActivate {
  constructor(private readonly limits: RateLimits) {}

  /** @throws RateLimited */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<IncomingMessage>();
    const caller = callerOf(request);
    if (caller !== undefined) this.limits.take(caller.orgId, announcedBytes(request));
    return true;
  }
}

/** @returns what a request says of the length of its body; 0 where it doesn't */
export function announcedBytes({ headers }: IncomingMessage): number {
  const bytes = Number(headers['content-length'] ?? 0);
  return Number.isSafeInteger(bytes) ? bytes : 0;
}
