import { createServer, type Server, type ServerResponse } from 'node:http';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { Metrics, METRICS_TYPE } from './metrics.js';

/** Serves the figures on a port of their own, on the loopback interface, where METRICS_PORT says so. In production they
 * are nowhere else. */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(MetricsServer.name);
  private server: Server | null = null;

  constructor(
    private readonly config: AppConfig,
    private readonly metrics: Metrics,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.metricsPort === 0) {
      if (this.config.isProduction) this.logger.log({ msg: 'no metrics: METRICS_PORT is not set' });
      return;
    }
    const server = createServer((request, response) => {
      void this.answer(request.url?.split('?', 1)[0] === '/metrics', response);
    });
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(this.config.metricsPort, '127.0.0.1', resolve);
    });
  }

  private async answer(isKnown: boolean, response: ServerResponse): Promise<void> {
    if (!isKnown) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': METRICS_TYPE }).end(await this.metrics.text());
  }

  onApplicationShutdown(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }
}
