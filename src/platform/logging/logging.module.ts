import { Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { AppConfig } from '../config/app-config.js';
import { assignRequestId } from '../http/request-id.js';
import { AppLogger } from './app-logger.js';
import { loggableError } from './loggable-error.js';

/** JSON logs on standard output. A line carries the id of its request and what its room says; nothing of a request gets
 * into it by itself. */
@Module({
  imports: [
    LoggerModule.forRootAsync({
      inject: [AppConfig],
      useFactory: (config: AppConfig) => ({
        pinoHttp: {
          level: config.debug ? 'debug' : config.logLevel,
          base: null,
          genReqId: assignRequestId,
          // The line of a request is RequestLog's: this one would print headers and tokens.
          autoLogging: false,
          quietReqLogger: true,
          customAttributeKeys: { reqId: 'requestId' },
          // Of each request a logger is made that carries all of it as text, 80 KB, for lines that are never written.
          serializers: { err: loggableError, req: () => undefined, res: () => undefined },
          wrapSerializers: false,
        },
      }),
    }),
  ],
  providers: [AppLogger],
  exports: [AppLogger],
})
export class LoggingModule {}
