import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';

/** Forbids caches to keep any answer of the API, errors included. It is set before the guard runs, because most
 * answers hold an organization's data and a route can only be forgotten where each one has to say it. A handler may
 * set another value. */
@Injectable()
export class NoStore implements NestMiddleware<Request, Response> {
  use(_request: Request, response: Response, next: NextFunction): void {
    response.setHeader('Cache-Control', 'no-store');
    next();
  }
}
