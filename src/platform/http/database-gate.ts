import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { DatabaseBreaker } from '../database-breaker.js';
import { DatabaseUnavailable, Indexing } from '../errors/app-error.js';
import { IndexBuilds } from '../indexes/index-builds.js';

/** Answers at once while the database is away or lacks indexes, before a body is read. Probes pass: they tell about
 * it. */
@Injectable()
export class DatabaseGate implements NestMiddleware<Request, Response> {
  constructor(
    private readonly breaker: DatabaseBreaker,
    private readonly indexes: IndexBuilds,
  ) {}

  use(request: Request, response: Response, next: NextFunction): void {
    if (isProbe(request.originalUrl)) return next();
    if (this.indexes.isBuilding) return next(new Indexing());
    if (this.breaker.isOpen) return next(new DatabaseUnavailable());
    response.once('finish', () => {
      if (response.statusCode < 400) this.breaker.succeeded();
    });
    next();
  }
}

function isProbe(url: string): boolean {
  return /^\/(health|metrics)([/?]|$)/.test(url);
}
