import { applyDecorators, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Injectable, UseInterceptors } from '@nestjs/common';
import type { Request, Response } from 'express';
import { type Observable, tap } from 'rxjs';
import { ignoredNamesOf } from './ignored-names.js';

/** Header that names the keys of a body that were ignored. */
export const IGNORED_HEADER = 'Aegis-Ignored';

@Injectable()
class IgnoredNamesInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const tell = (): void => {
      const names = ignoredNamesOf(http.getRequest<Request>().body);
      if (names !== '') http.getResponse<Response>().setHeader(IGNORED_HEADER, names);
    };
    // A refusal tells them too: a misspelt key is one that is missing.
    return next.handle().pipe(tap({ next: tell, error: tell }));
  }
}

/** Names the keys that were ignored in a header of the answer, for routes whose bodies ignore unknown keys. */
export function TellsIgnoredNames(): ClassDecorator {
  return applyDecorators(UseInterceptors(IgnoredNamesInterceptor));
}
