import { Module } from '@nestjs/common';
import { TelemetryModule } from '../telemetry/telemetry.module.js';
import { IngestController } from './ingest.controller.js';
import { IngestService } from './ingest.service.js';

/** The doors for telemetry. */
@Module({ imports: [TelemetryModule], controllers: [IngestController], providers: [IngestService] })
export class IngestModule {}
