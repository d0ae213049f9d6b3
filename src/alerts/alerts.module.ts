import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { DriftModule } from '../drift/drift.module.js';
import { AlertDeliveryService } from './alert-delivery.service.js';
import { AlertReviewService } from './alert-review.service.js';
import { AlertDocument, AlertSchema } from './alert.schema.js';
import { AlertsService } from './alerts.service.js';
import { AlertsStore } from './alerts.store.js';

/** Alerts, from raised to resolved, and the channels they go out by. */
@Module({
  imports: [DriftModule, MongooseModule.forFeature([{ name: AlertDocument.name, schema: AlertSchema }])],
  providers: [AlertDeliveryService, AlertReviewService, AlertsService, AlertsStore],
  exports: [AlertsStore],
})
export class AlertsModule {}
