import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import type { Observable } from 'rxjs';
import { callerOf } from '../auth/caller.decorator.js';
import { bodyBytesOf } from '../platform/http/body-bytes.js';
import { announcedBytes } from './rate.guard.js';
import { RateLimits } from './rate-limits.service.js';

/** Charges an organization for what a body was longer than announced: compressed, or sent in chunks. */
@Injectable()
export class RateInterceptor implements NestInterceptor {
  constructor(private readonly limits: RateLimits) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<IncomingMessage>();
    const caller = callerOf(request);
    const rest = bodyBytesOf(request) - announcedBytes(request);
    if (caller !== undefined && rest > 0) this.limits.charge(caller.orgId, rest);
    return next.handle();
  }
}
