import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { DriftModule } from '../drift/drift.module.js';
import { TelemetryModule } from '../telemetry/telemetry.module.js';
import { AlertDeliveryService } from './alert-delivery.service.js';
import { AlertReadsStore } from './alert-reads.store.js';
import { AlertReviewService } from './alert-review.service.js';
import { AlertDocument, AlertSchema } from './alert.schema.js';
import { AlertsService } from './alerts.service.js';
import { AlertsStore } from './alerts.store.js';
import { EpisodeAlertsService } from './episode-alerts.service.js';
import { EpisodeAlertsStore } from './episode-alerts.store.js';
import { RiskAlertsService } from './risk-alerts.service.js';
import { RiskGroupCountsService } from './risk-group-counts.service.js';
import { RiskGroupsStore } from './risk-groups.store.js';

const STORES = [AlertReadsStore, AlertsStore, EpisodeAlertsStore, RiskGroupsStore];
const LISTENERS = [AlertsService, EpisodeAlertsService, RiskAlertsService, RiskGroupCountsService];

/** Alerts, from raised to resolved, and the channels they go out by. */
@Module({
  imports: [
    DriftModule,
    TelemetryModule,
    MongooseModule.forFeature([{ name: AlertDocument.name, schema: AlertSchema }]),
  ],
  providers: [...STORES, ...LISTENERS, AlertDeliveryService, AlertReviewService],
  exports: [AlertReadsStore, AlertsStore],
})
export class AlertsModule {}
