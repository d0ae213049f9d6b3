import { Global, Module } from '@nestjs/common';
import { JobFailures } from './job-failures.js';
import { Metrics } from './metrics.js';
import { ProbesController } from './probes.controller.js';
import { Readiness } from './readiness.js';

/** Liveness, readiness and metrics. */
@Global()
@Module({
  controllers: [ProbesController],
  providers: [JobFailures, Metrics, Readiness],
  exports: [JobFailures, Metrics, Readiness],
})
export class ProbesModule {}
