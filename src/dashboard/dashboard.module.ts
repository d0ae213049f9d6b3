import { Module } from '@nestjs/common';
import { AlertsModule } from '../alerts/alerts.module.js';
import { DriftModule } from '../drift/drift.module.js';
import { HealthModule } from '../health/health.module.js';
import { TelemetryModule } from '../telemetry/telemetry.module.js';
import { DashboardController } from './dashboard.controller.js';
import { DashboardService } from './dashboard.service.js';

/** The read side. */
@Module({
  imports: [AlertsModule, DriftModule, HealthModule, TelemetryModule],
  controllers: [DashboardController],
  providers: [DashboardService],
})
export class DashboardModule {}
