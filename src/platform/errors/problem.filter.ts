import { type ArgumentsHost, Catch, type ExceptionFilter, Inject, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { DatabaseBreaker } from '../database-breaker.js';
import { assignRequestId } from '../http/request-id.js';
import { AppError, DATABASE_UNAVAILABLE } from './app-error.js';
import { type Problem, problemOf } from './problem.js';

/** The one place where an error becomes an HTTP answer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  constructor(@Inject(DatabaseBreaker) private readonly breaker: Pick<DatabaseBreaker, 'failed'>) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const { body, headers } = problemOf(error);
    if (body.code === DATABASE_UNAVAILABLE) this.breaker.failed();
    // What we throw ourselves is said where it arises, and the breaker says that the database is away.
    if (body.status >= 500 && !(error instanceof AppError)) this.logger.error(error);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const problem: Problem = { ...body, requestId: assignRequestId(request, response) };
    response.status(body.status).set(headers).type('application/problem+json').send(JSON.stringify(problem));
  }
}
