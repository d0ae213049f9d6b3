import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { DriftModule } from '../drift/drift.module.js';
import { TelemetryModule } from '../telemetry/telemetry.module.js';
import { HealthAssessor } from './health-assessor.service.js';
import { HealthScoreDocument, HealthScoreSchema } from './health-score.schema.js';
import { HealthScoresStore } from './health-scores.store.js';
import { HealthService } from './health.service.js';

/** The health score of organizations. */
@Module({
  imports: [
    DriftModule,
    TelemetryModule,
    MongooseModule.forFeature([{ name: HealthScoreDocument.name, schema: HealthScoreSchema }]),
  ],
  providers: [HealthAssessor, HealthScoresStore, HealthService],
  exports: [HealthScoresStore],
})
export class HealthModule {}
