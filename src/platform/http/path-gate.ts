import { Injectable, type NestMiddleware, NotFoundException as NoSuchRoute } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { RequestRefused } from '../errors/request-refused.js';

const CONTROL_CHARACTER = /%(?:[01][\da-f]|7f)/i;

/** Refuses paths with control characters in them: no name has any, and a NUL ends texts elsewhere. And those that end in a slash: express
 * would take `DELETE /things/`, whose id a client left empty, for `DELETE /things`. */
@Injectable()
export class PathGate implements NestMiddleware<Request, Response> {
  use(request: Request, _response: Response, next: NextFunction): void {
    const [path = ''] = request.originalUrl.split('?', 1);
    next(faultOf(path));
  }
}

function faultOf(path: string): Error | undefined {
  if (CONTROL_CHARACTER.test(path)) return new RequestRefused('malformed_path');
  return path.length > 1 && path.endsWith('/') ? new NoSuchRoute() : undefined;
}
