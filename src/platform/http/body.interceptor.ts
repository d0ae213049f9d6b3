import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { AppConfig } from '../config/app-config.js';
import { ACCEPTS_FORMS } from './accepts-forms.decorator.js';
import type { RouteBodies } from './body-bounds.js';
import { bodyTypesOf, isClass } from './body-classes.js';
import { bodyFieldsOf, bodyLimitsOf, type BodyShape } from './body-shape.js';
import { BodyReader, hasBody } from './body-reader.js';
import { TAKES_LARGE_BODIES } from './takes-large-bodies.decorator.js';

/** Reads the body once every guard has let the request pass: nothing is read for a stranger, or for a route that isn't
 * there. */
@Injectable()
export class BodyInterceptor implements NestInterceptor {
  private readonly routes = new Map<unknown, RouteBodies>();
  private readonly limits: Omit<BodyShape, 'fields'>;

  constructor(
    private readonly reader: BodyReader,
    private readonly reflector: Reflector,
    config: AppConfig,
  ) {
    this.limits = bodyLimitsOf(config);
  }

  /** @throws what BodyReader.read throws */
  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    if (request.body === undefined && hasBody(request)) {
      const response = http.getResponse<Response>();
      const done = (release: () => void): void => void response.once('close', release);
      request.body = await this.reader.read(request, this.routeOf(context), done);
    }
    return next.handle();
  }

  private routeOf(context: ExecutionContext): RouteBodies {
    const handler = context.getHandler();
    const known = this.routes.get(handler);
    if (known !== undefined) return known;
    const controller = context.getClass();
    const takesForms = this.reflector.get<unknown>(ACCEPTS_FORMS, handler) === true;
    const isLarge = this.reflector.getAllAndOverride<unknown>(TAKES_LARGE_BODIES, [handler, controller]) === true;
    const types = bodyTypesOf(controller, handler.name);
    const route: RouteBodies = {
      formats: takesForms ? ['json', 'form'] : ['json'],
      size: types.length === 0 ? 'none' : isLarge ? 'large' : 'small',
      shape: { ...this.limits, fields: bodyFieldsOf(types.find(isClass) ?? null) },
    };
    this.routes.set(handler, route);
    return route;
  }
}
