import { Global, Module } from '@nestjs/common';
import { Metrics } from './metrics.js';
import { ProbesController } from './probes.controller.js';
import { Readiness } from './readiness.js';

/** Liveness, readiness and metrics. */
@Global()
@Module({ controllers: [ProbesController], providers: [Metrics, Readiness], exports: [Metrics, Readiness] })
export class ProbesModule {}
