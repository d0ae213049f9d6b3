import { type DynamicModule, Global, type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { Clock } from './clock.js';
import type { AppConfig } from './config/app-config.js';
import { ConfigModule } from './config/config.module.js';
import { DatabaseBreaker } from './database-breaker.js';
import { DatabaseClock } from './database-clock.js';
import { DatabaseModule } from './database.module.js';
import { ProblemFilter } from './errors/problem.filter.js';
import { EventBusModule } from './event-bus.module.js';
import { Failpoints } from './failpoints.js';
import { BodyRates } from './http/body-rates.js';
import { BodyReader } from './http/body-reader.js';
import { BodyInterceptor } from './http/body.interceptor.js';
import { BodyClasses } from './http/body-classes.js';
import { DatabaseGate } from './http/database-gate.js';
import { InFlight } from './http/in-flight.js';
import { KnownRoutes } from './http/known-routes.js';
import { NoStore } from './http/no-store.js';
import { PathGate } from './http/path-gate.js';
import { RequestPipe } from './http/request-pipe.js';
import { UnknownNamesInterceptor } from './http/unknown-names.interceptor.js';
import { LoggingModule } from './logging/logging.module.js';
import { ProbesModule } from './probes/probes.module.js';

/** What every room stands on: configuration, logs, the database, the event bus, the clock, and the ways of HTTP. */
@Global()
@Module({
  imports: [DiscoveryModule, LoggingModule, EventBusModule, DatabaseModule, ProbesModule],
  providers: [
    BodyClasses,
    Clock,
    BodyRates,
    BodyReader,
    DatabaseBreaker,
    DatabaseClock,
    Failpoints,
    InFlight,
    KnownRoutes,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_INTERCEPTOR, useClass: BodyInterceptor },
    { provide: APP_INTERCEPTOR, useClass: UnknownNamesInterceptor },
    { provide: APP_PIPE, useClass: RequestPipe },
  ],
  exports: [Clock, DatabaseClock, Failpoints, LoggingModule],
})
export class PlatformModule implements NestModule {
  static forRoot(config: AppConfig): DynamicModule {
    return { module: PlatformModule, imports: [ConfigModule.forRoot(config)] };
  }

  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(NoStore, PathGate, DatabaseGate).forRoutes('{*path}');
  }
}
