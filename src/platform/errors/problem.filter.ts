import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  Inject,
  Logger,
  NotFoundException as NoSuchRoute,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { DatabaseBreaker } from '../database-breaker.js';
import { endAnswer } from '../http/end-answer.js';
import { KnownRoutes } from '../http/known-routes.js';
import { assignRequestId } from '../http/request-id.js';
import { AppError, DATABASE_UNAVAILABLE } from './app-error.js';
import { type Problem, problemOf } from './problem.js';
import { MethodNotAllowed } from './request-refused.js';

/** The one place where an error becomes an HTTP answer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  constructor(
    @Inject(DatabaseBreaker) private readonly breaker: Pick<DatabaseBreaker, 'failed'>,
    @Inject(KnownRoutes) private readonly routes: Pick<KnownRoutes, 'methodsOf'> = { methodsOf: () => [] },
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const { body, headers } = problemOf(this.understood(error, request));
    if (body.code === DATABASE_UNAVAILABLE) this.breaker.failed();
    // What we throw ourselves is said where it arises, and the breaker says that the database is away.
    if (body.status >= 500 && !(error instanceof AppError)) this.logger.error(error);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const problem: Problem = { ...body, requestId: assignRequestId(request, response) };
    response.status(body.status).set(headers).set('Content-Type', 'application/problem+json; charset=utf-8');
    endAnswer(request, response, JSON.stringify(problem));
  }

  /** The framework knows routes by method and path together: to it, one with another method is none. A route that is known with
   * this method has looked for something, and found nothing. */
  private understood(error: unknown, request: Request): unknown {
    if (!(error instanceof NoSuchRoute)) return error;
    const methods = this.routes.methodsOf(request.path);
    return methods.length > 0 && !methods.includes(request.method) ? new MethodNotAllowed(methods) : error;
  }
}
