import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AuthModule } from '../auth/auth.module.js';
import { TelemetryModule } from '../telemetry/telemetry.module.js';
import { BaselineLearner } from './baseline-learner.service.js';
import { BaselineVersionDocument, BaselineVersionSchema } from './baseline-version.schema.js';
import { BaselineVersionsStore } from './baseline-versions.store.js';
import { BaselineService } from './baseline.service.js';
import { BaselinesController } from './baselines.controller.js';
import { BaselinesService } from './baselines.service.js';
import { CountedBucketsService } from './counted-buckets.service.js';
import { DriftAnnouncer } from './drift-announcer.service.js';
import { DriftAssessor } from './drift-assessor.service.js';
import { DriftEpisodeDocument, DriftEpisodeSchema } from './drift-episode.schema.js';
import { DriftEpisodesStore } from './drift-episodes.store.js';
import { DriftMetricDocument, DriftMetricSchema } from './drift-metric.schema.js';
import { DriftMetricsStore } from './drift-metrics.store.js';
import { DriftMonitor } from './drift-monitor.service.js';
import { DriftViewsService } from './drift-views.service.js';
import { DriftWindowsService } from './drift-windows.service.js';
import { DriftService } from './drift.service.js';
import { ModelDriftController } from './model-drift.controller.js';
import { ModelProfileDocument, ModelProfileSchema } from './model-profile.schema.js';
import { ModelProfilesController } from './model-profiles.controller.js';
import { ModelProfilesService } from './model-profiles.service.js';
import { ModelProfilesStore } from './model-profiles.store.js';
import { ModelWatchDocument, ModelWatchSchema } from './model-watch.schema.js';
import { ModelWatchesStore } from './model-watches.store.js';
import { SilenceService } from './silence.service.js';

/** Baselines and drift scores. */
@Module({
  imports: [
    AuthModule,
    TelemetryModule,
    MongooseModule.forFeature([
      { name: BaselineVersionDocument.name, schema: BaselineVersionSchema },
      { name: DriftEpisodeDocument.name, schema: DriftEpisodeSchema },
      { name: DriftMetricDocument.name, schema: DriftMetricSchema },
      { name: ModelProfileDocument.name, schema: ModelProfileSchema },
      { name: ModelWatchDocument.name, schema: ModelWatchSchema },
    ]),
  ],
  controllers: [BaselinesController, ModelDriftController, ModelProfilesController],
  providers: [
    BaselineLearner,
    BaselineService,
    BaselineVersionsStore,
    BaselinesService,
    CountedBucketsService,
    DriftAnnouncer,
    DriftAssessor,
    DriftEpisodesStore,
    DriftMetricsStore,
    DriftMonitor,
    DriftService,
    DriftViewsService,
    DriftWindowsService,
    ModelProfilesService,
    ModelProfilesStore,
    ModelWatchesStore,
    SilenceService,
  ],
  exports: [DriftEpisodesStore, DriftMetricsStore, DriftService, ModelProfilesStore],
})
export class DriftModule {}
