import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { catchError, defer, type Observable, of } from 'rxjs';
import { AppError } from '../platform/errors/app-error.js';
import { TokenRequestRefused } from './auth-errors.js';
import type { OAuthErrorOut } from './auth.dto.js';
import { basicCredentials } from './basic-credentials.js';
import { isTokenForm, readTokenForm } from './token-form.js';

/** Our codes in OAuth's words (RFC 6749, 5.2). What isn't here is no answer of OAuth's: a database that is away stays the
 * problem that it is everywhere. */
const OAUTH_CODES: Readonly<Record<string, OAuthErrorOut['error']>> = {
  bad_credentials: 'invalid_client',
  invalid_request: 'invalid_request',
  validation_failed: 'invalid_request',
  unsupported_grant_type: 'unsupported_grant_type',
  invalid_scope: 'invalid_scope',
  too_many_requests: 'temporarily_unavailable',
  too_many_failures: 'temporarily_unavailable',
};

/** Lets a route speak OAuth as well: a request in OAuth's form reaches the handler as if it were the JSON one, and is
 * answered in OAuth's form where it fails. */
@Injectable()
export class OAuthAnswers implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const raw = { authorization: request.headers.authorization, body: request.body as unknown };
    if (!isTokenForm(raw)) {
      refuseBasicBesideJson(raw.authorization);
      return next.handle();
    }
    const handled = defer(() => {
      request.body = readTokenForm(raw);
      return next.handle();
    });
    return handled.pipe(catchError((error: unknown) => of(oauthAnswer(error, http.getResponse<Response>()))));
  }
}

function refuseBasicBesideJson(authorization: string | undefined): void {
  if (basicCredentials(authorization).kind === 'absent') return;
  throw new TokenRequestRefused('invalid_request', 'Credentials belong into the header or into the body, not both.');
}

function oauthAnswer(error: unknown, response: Response): OAuthErrorOut {
  const code = error instanceof AppError ? OAUTH_CODES[error.code] : undefined;
  if (!(error instanceof AppError) || code === undefined) throw error;
  response.status(error.status === 422 ? 400 : error.status).set(error.headers);
  if (code === 'invalid_client') response.set('WWW-Authenticate', 'Basic realm="aegisai", charset="UTF-8"');
  return { error: code, error_description: error.message };
}
