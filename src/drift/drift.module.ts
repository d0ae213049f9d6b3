import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { TelemetryModule } from '../telemetry/telemetry.module.js';
import { BaselineService } from './baseline.service.js';
import { DriftAssessor } from './drift-assessor.service.js';
import { DriftMetricDocument, DriftMetricSchema } from './drift-metric.schema.js';
import { DriftMetricsStore } from './drift-metrics.store.js';
import { DriftWindowsService } from './drift-windows.service.js';
import { DriftService } from './drift.service.js';
import { ModelProfileDocument, ModelProfileSchema } from './model-profile.schema.js';
import { ModelProfilesController } from './model-profiles.controller.js';
import { ModelProfilesService } from './model-profiles.service.js';
import { ModelProfilesStore } from './model-profiles.store.js';

/** Baselines and drift scores. */
@Module({
  imports: [
    TelemetryModule,
    MongooseModule.forFeature([
      { name: DriftMetricDocument.name, schema: DriftMetricSchema },
      { name: ModelProfileDocument.name, schema: ModelProfileSchema },
    ]),
  ],
  controllers: [ModelProfilesController],
  providers: [
    BaselineService,
    DriftAssessor,
    DriftMetricsStore,
    DriftService,
    DriftWindowsService,
    ModelProfilesService,
    ModelProfilesStore,
  ],
  exports: [DriftMetricsStore, DriftService, ModelProfilesStore],
})
export class DriftModule {}
