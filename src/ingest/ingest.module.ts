import { Module } from '@nestjs/common';
import { TelemetryModule } from '../telemetry/telemetry.module.js';
import { IngestController } from './ingest.controller.js';
import { RateLimits } from './rate-limits.service.js';
import { IngestService } from './ingest.service.js';

/** The doors for telemetry. */
@Module({ imports: [TelemetryModule], controllers: [IngestController], providers: [IngestService, RateLimits] })
export class IngestModule {}
