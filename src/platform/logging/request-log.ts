import { Logger, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { assignRequestId } from '../http/request-id.js';

/** Gives each request its id and leaves one line of it in the log: method, path, status and duration, whatever came of it.
 * The query string is left out: callers put there what they should not. */
export class RequestLog implements NestMiddleware<Request, Response> {
  private readonly logger = new Logger('Request');

  use(request: Request, response: Response, next: NextFunction): void {
    const startMs = performance.now();
    const requestId = assignRequestId(request, response);
    response.once('close', () => {
      const { method, originalUrl } = request;
      this.logger.log({
        msg: 'request',
        requestId,
        method,
        path: originalUrl.split('?', 1)[0],
        status: response.statusCode,
        durationMs: Math.round((performance.now() - startMs) * 10) / 10,
      });
    });
    next();
  }
}
