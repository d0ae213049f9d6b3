import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, type Type } from '@nestjs/common';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { isJsonObject } from '../../lib/json-object.js';
import { type Fault, MAX_FAULTS, ValidationFailed } from '../errors/app-error.js';
import { type KnownNames, knownNamesOf } from './known-names.js';
import { unknownKey, unknownParameter } from './unknown-names.js';

/** Refuses query parameters that a route doesn't have, and anything in a body where the route reads none: a misspelt
 * filter would show everything. Bodies that are read are looked at by the pipe. Runs after the guards, which tell a
 * stranger nothing of what a route takes, and once the body is there. */
@Injectable()
export class UnknownNamesInterceptor implements NestInterceptor {
  private readonly known = new WeakMap<object, KnownNames>();

  /** @throws ValidationFailed naming each */
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { query, body } = context.switchToHttp().getRequest<Request>();
    const { parameters, isBodyUnread } = this.knownTo(context.getClass(), context.getHandler());
    const faults = [
      ...(parameters === null ? [] : queryFaults(query, parameters)),
      ...(isBodyUnread && body !== undefined ? bodyFaults(body) : []),
    ];
    if (faults.length > 0) throw new ValidationFailed(faults);
    return next.handle();
  }

  private knownTo(controller: Type<object>, handler: { readonly name: string }): KnownNames {
    const known = this.known.get(handler) ?? knownNamesOf(controller, handler.name);
    this.known.set(handler, known);
    return known;
  }
}

function queryFaults(query: object, known: readonly string[]): Fault[] {
  const unknown = Object.keys(query).filter((name) => !known.includes(name));
  return unknown.slice(0, MAX_FAULTS).map((name) => unknownParameter(name, known));
}

function bodyFaults(body: unknown): Fault[] {
  if (!isJsonObject(body)) return [{ loc: ['body'], code: 'is_object', msg: 'must be a JSON object' }];
  const names = Object.keys(body).slice(0, MAX_FAULTS);
  return names.map((name) => unknownKey(name, { parents: ['body'], known: [] }));
}
