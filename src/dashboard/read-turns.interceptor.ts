import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { finalize, type Observable } from 'rxjs';
import { callerOf } from '../auth/caller.decorator.js';
import type { OrgId } from '../lib/org-id.js';
import { Turns } from '../lib/turns.js';
import { withinAnswerTime } from '../platform/answer-time.js';
import { AppConfig } from '../platform/config/app-config.js';
import { AnswerUnwanted } from '../platform/errors/answer-unwanted.js';
import { TooManyReads } from '../platform/errors/overloaded.js';
import { IS_LASTING } from '../platform/http/lasting.decorator.js';

/** Reads of an organization that wait for their turn, at most: more than a page with many parts asks for. */
const MOST_WAITING = 100;

/** Shares the database's time for reads out: each organization has a few answers in the making, however many it asks
 * for, and each answer has one time for all its queries, its waiting included. So neither can one organization keep
 * the others waiting, nor a client the server by going away. */
@Injectable()
export class ReadTurns implements NestInterceptor {
  private readonly turns: Turns<OrgId>;

  constructor(
    private readonly reflector: Reflector,
    private readonly config: AppConfig,
  ) {
    this.turns = new Turns(config.maxReads, MOST_WAITING);
  }

  /** @throws TooManyReads or AnswerUnwanted */
  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<Request>();
    const caller = callerOf(request);
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (caller === undefined || !isRead || this.isLasting(context)) return next.handle();
    const gone = goneOf(context.switchToHttp().getResponse<Response>());
    const startedMs = performance.now();
    if (!(await this.turns.begin(caller.orgId, gone))) throw gone.aborted ? new AnswerUnwanted() : new TooManyReads();
    const leftMs = this.config.dashboardTimeoutMs - (performance.now() - startedMs);
    return withinAnswerTime(leftMs, gone, () => next.handle()).pipe(finalize(() => this.turns.end(caller.orgId)));
  }

  private isLasting(context: ExecutionContext): boolean {
    return this.reflector.get<unknown>(IS_LASTING, context.getHandler()) === true;
  }
}

/** @returns a signal that is aborted when the connection has ended before the answer */
function goneOf(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}
