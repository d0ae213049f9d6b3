import { Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppConfig } from '../config/app-config.js';
import { assignRequestId, requestIdOf } from '../http/request-id.js';
import { loggableError } from './loggable-error.js';

/** JSON logs on standard output: one line a request, and what rooms say. Fields are listed here, so that bodies, headers,
 * prompts and secrets have no way in. */
@Module({
  imports: [
    LoggerModule.forRootAsync({
      inject: [AppConfig],
      useFactory: (config: AppConfig) => ({
        pinoHttp: {
          level: config.debug ? 'debug' : config.logLevel,
          base: null,
          genReqId: assignRequestId,
          quietReqLogger: true,
          customAttributeKeys: { reqId: 'requestId', responseTime: 'durationMs' },
          serializers: { err: loggableError },
          wrapSerializers: false,
          customLogLevel: (_request: IncomingMessage, response: ServerResponse) =>
            response.statusCode >= 500 ? 'error' : 'info',
          customSuccessMessage: () => 'request',
          customErrorMessage: () => 'request',
          customSuccessObject: requestLine,
          customErrorObject: (
            request: IncomingMessage,
            response: ServerResponse,
            _error: Error,
            fields: RequestFields,
          ) => requestLine(request, response, fields),
        },
      }),
    }),
  ],
})
export class LoggingModule {}

interface RequestFields {
  readonly durationMs: number;
}

/** What one request leaves in the log, whatever came of it. */
function requestLine(request: IncomingMessage, response: ServerResponse, fields: RequestFields): object {
  return {
    requestId: requestIdOf(request),
    method: request.method,
    path: pathOf(request),
    status: response.statusCode,
    durationMs: fields.durationMs,
  };
}

/** The path alone: a query string may carry what a caller should not have put there. */
function pathOf(request: IncomingMessage): string {
  const url: unknown = Reflect.get(request, 'originalUrl') ?? request.url;
  return typeof url === 'string' ? (url.split('?', 1)[0] ?? '') : '';
}
