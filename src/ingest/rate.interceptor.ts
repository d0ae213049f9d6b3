import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import type { Observable } from 'rxjs';
import { callerOf } from '../auth/caller.decorator.js';
import { bodyBytesOf } from '../platform/http/body-bytes.js';
import { RateLimits } from './rate-limits.service.js';

/** Lets an organization send as many bytes as it may. Runs once the body is there, whose length nobody can lie about. */
@Injectable()
export class RateInterceptor implements NestInterceptor {
  constructor(private readonly limits: RateLimits) {}

  /** @throws RateLimited */
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<IncomingMessage>();
    const caller = callerOf(request);
    if (caller !== undefined) this.limits.take(caller.orgId, bodyBytesOf(request));
    return next.handle();
  }
}
