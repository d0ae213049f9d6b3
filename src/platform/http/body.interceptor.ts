import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { ACCEPTS_FORMS } from './accepts-forms.decorator.js';
import { BodyReader, hasBody } from './body-reader.js';
import type { BodyFormat } from './media-type.js';

/** Reads the body once every guard has let the request pass: nothing is read for a stranger, or for a route that isn't
 * there. */
@Injectable()
export class BodyInterceptor implements NestInterceptor {
  constructor(
    private readonly reader: BodyReader,
    private readonly reflector: Reflector,
  ) {}

  /** @throws BodyRefused or Overloaded */
  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    if (request.body === undefined && hasBody(request)) {
      const response = http.getResponse<Response>();
      const takesForms = this.reflector.get<unknown>(ACCEPTS_FORMS, context.getHandler()) === true;
      const formats: readonly BodyFormat[] = takesForms ? ['json', 'form'] : ['json'];
      request.body = await this.reader.read(request, formats, (release) => void response.once('close', release));
    }
    return next.handle();
  }
}
