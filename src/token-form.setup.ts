import { isUtf8 } from 'node:buffer';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type NextFunction, type Request, type Response } from 'express';
import { BodyRefused } from './platform/http/body-refused.js';

const FORM = 'application/x-www-form-urlencoded';
/** Many times what credentials need. */
const MAX_FORM_BYTES = 16_384;

/** Lets POST /auth/token take forms, which OAuth clients send; everything else takes JSON only. The form is read before the
 * rest of the application sees the request, and reaches it as parameters. */
export function takeTokenForms(app: NestExpressApplication): void {
  const parse = express.text({ type: FORM, limit: MAX_FORM_BYTES, verify: requireUtf8 });
  app.use('/auth/token', (request: Request, response: Response, next: NextFunction) => {
    parse(request, response, (error?: unknown) => {
      if (error !== undefined) return next(BodyRefused.from(error));
      if (typeof request.body === 'string') replaceBody(request, new URLSearchParams(request.body));
      next();
    });
  });
}

/** What was read is not to be read again. */
function replaceBody(request: Request, body: URLSearchParams): void {
  request.body = body;
  delete request.headers['content-length'];
  delete request.headers['transfer-encoding'];
}

function requireUtf8(_request: unknown, _response: unknown, body: Buffer): void {
  if (!isUtf8(body)) throw new BodyRefused('invalid_utf8');
}
