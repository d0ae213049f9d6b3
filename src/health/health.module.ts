import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { DriftModule } from '../drift/drift.module.js';
import { TelemetryModule } from '../telemetry/telemetry.module.js';
import { HealthAssessor } from './health-assessor.service.js';
import { HealthHistoryStore } from './health-history.store.js';
import { HealthScoreDocument, HealthScoreSchema } from './health-score.schema.js';
import { HealthScoresStore } from './health-scores.store.js';
import { HealthStepDocument, HealthStepSchema } from './health-step.schema.js';
import { HealthViewsService } from './health-views.service.js';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';

/** The health score of organizations. */
@Module({
  imports: [
    DriftModule,
    TelemetryModule,
    MongooseModule.forFeature([
      { name: HealthScoreDocument.name, schema: HealthScoreSchema },
      { name: HealthStepDocument.name, schema: HealthStepSchema },
    ]),
  ],
  controllers: [HealthController],
  providers: [HealthAssessor, HealthHistoryStore, HealthScoresStore, HealthService, HealthViewsService],
  exports: [HealthScoresStore],
})
export class HealthModule {}
