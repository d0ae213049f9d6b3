import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { RequestRefused } from '../errors/request-refused.js';

const CONTROL_CHARACTER = /%(?:[01][\da-f]|7f)/i;

/** Refuses paths with control characters in them: no name has any, and a NUL ends texts elsewhere. */
@Injectable()
export class PathGate implements NestMiddleware<Request, Response> {
  use(request: Request, _response: Response, next: NextFunction): void {
    next(
      CONTROL_CHARACTER.test(request.originalUrl.split('?', 1)[0] ?? '')
        ? new RequestRefused('malformed_path')
        : undefined,
    );
  }
}
