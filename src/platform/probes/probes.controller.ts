import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { AppConfig } from '../config/app-config.js';
import { NotFound } from '../errors/app-error.js';
import { IgnoresUnknownNames } from '../http/ignores-unknown-names.decorator.js';
import { Public } from '../http/public.decorator.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { JobFailures } from './job-failures.js';
import { Metrics, METRICS_TYPE } from './metrics.js';
import { ReadyOut, StatusOut } from './probes.dto.js';
import { Readiness } from './readiness.js';

/** What orchestrators and Prometheus ask. */
@ApiTags('Probes')
@Public()
@IgnoresUnknownNames()
@Controller()
export class ProbesController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
    private readonly jobs: JobFailures,
    private readonly config: AppConfig,
  ) {}

  @Get('health')
  @ApiOperation({ summary: 'Liveness: the process answers. Never touches the database.' })
  @ApiOkResponse({ type: StatusOut })
  live(): StatusOut {
    return { status: 'ok' };
  }

  @Get('health/ready')
  @ApiOperation({ summary: 'Readiness: the database answers and no shutdown has begun.' })
  @ApiOkResponse({ type: ReadyOut })
  @ApiProblems(503)
  async ready(): Promise<ReadyOut> {
    await this.readiness.check();
    const failing = this.jobs.lasting();
    return Object.keys(failing).length === 0 ? { status: 'ok' } : { status: 'ok', failing };
  }

  @Get('metrics')
  @Header('Content-Type', METRICS_TYPE)
  @ApiOperation({
    summary: 'Counters and gauges in the Prometheus text format.',
    description: '404 on this port in production, or if METRICS_PORT is set.',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string', example: 'aegis_events_accepted_total{kind="ml"} 1000' } })
  @ApiProblems(404)
  async scrape(): Promise<string> {
    if (this.config.metricsPort !== 0 || this.config.isProduction) throw new NotFound('Route');
    return this.metrics.text();
  }
}
