import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Express } from 'express';

/** What is used of a layer of express' router; its own type is not exported. */
interface Layer {
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> };
  match(path: string): boolean;
}

/** What answers every method, down to TRACE, is middleware that stands before all routes. */
function isRoute({ route }: Layer): boolean {
  return route !== undefined && route.methods['trace'] !== true;
}

/** The routes that the application has, as the router knows them. */
@Injectable()
export class KnownRoutes {
  constructor(private readonly host: HttpAdapterHost) {}

  /** @param path without a query
   * @returns methods that are answered there, in capitals; none where there is no such route */
  methodsOf(path: string): string[] {
    const express: Express = this.host.httpAdapter.getInstance();
    const methods = (express.router.stack as unknown as readonly Layer[])
      .filter((layer) => isRoute(layer) && layer.match(path))
      .flatMap(({ route }) => Object.keys(route?.methods ?? {}).map((method) => method.toUpperCase()));
    return [...new Set(methods.includes('GET') ? [...methods, 'HEAD'] : methods)].sort();
  }
}
