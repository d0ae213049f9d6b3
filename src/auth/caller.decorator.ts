import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import type { OrgId } from '../lib/org-id.js';
import type { TokenOrigin } from './api-key.js';

/** Who sent a request, from its verified token. */
export interface Caller extends TokenOrigin {
  /** The organization whose data the request may touch; nothing in a path, query or body can name another. */
  readonly orgId: OrgId;
  /** The API key that the token was issued to. */
  readonly clientId: string;
  /** Unix seconds. */
  readonly issuedAtSeconds: number;
  /** When the token ends, Unix seconds. */
  readonly expiresAtSeconds: number;
}

const CALLER = Symbol('CALLER');

/** Notes the caller on its request. The guard's alone to call. */
export function rememberCaller(request: IncomingMessage, caller: Caller): void {
  Reflect.set(request, CALLER, caller);
}

/** Who sent a request; for what isn't a handler, such as a rate limit.
 * @returns undefined before the guard has run and on public routes */
export function callerOf(request: IncomingMessage): Caller | undefined {
  return Reflect.get(request, CALLER) as Caller | undefined;
}

/** Hands the caller to a handler of a closed route.
 * @example `list(@CurrentCaller() caller: Caller)`
 * @throws Error on a public route: it has no caller */
export const CurrentCaller = createParamDecorator((_data: unknown, context: ExecutionContext): Caller => {
  const caller = callerOf(context.switchToHttp().getRequest<IncomingMessage>());
  if (caller === undefined) throw new Error('@CurrentCaller() on a public route');
  return caller;
});
