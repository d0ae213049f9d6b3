import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { SECOND_MS } from '../lib/duration.js';
import { AppConfig } from '../platform/config/app-config.js';
import { TokenTooOld } from './auth-errors.js';
import { callerOf } from './caller.decorator.js';

/** Lets in only those who proved themselves a moment ago, where the configuration says how long that is: a token that was
 * stolen could otherwise be made into a key. */
@Injectable()
export class FreshTokenGuard implements CanActivate {
  constructor(private readonly config: AppConfig) {}

  /** @throws TokenTooOld */
  canActivate(context: ExecutionContext): boolean {
    const maxAgeSeconds = this.config.credentialsRefreshMaxTokenAgeSeconds;
    const caller = callerOf(context.switchToHttp().getRequest<IncomingMessage>());
    if (maxAgeSeconds === 0 || caller === undefined) return true;
    if (Date.now() / SECOND_MS - caller.issuedAtSeconds > maxAgeSeconds) throw new TokenTooOld(maxAgeSeconds);
    return true;
  }
}
