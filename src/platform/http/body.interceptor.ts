import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { BodyReader, hasBody } from './body-reader.js';

/** Reads the body once every guard has let the request pass: nothing is read for a stranger, or for a route that isn't
 * there. */
@Injectable()
export class BodyInterceptor implements NestInterceptor {
  constructor(private readonly reader: BodyReader) {}

  /** @throws BodyRefused or Overloaded */
  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    if (request.body === undefined && hasBody(request)) {
      const response = http.getResponse<Response>();
      request.body = await this.reader.read(request, (release) => void response.once('close', release));
    }
    return next.handle();
  }
}
