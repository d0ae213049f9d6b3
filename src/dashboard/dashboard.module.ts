import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AlertsModule } from '../alerts/alerts.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { DriftModule } from '../drift/drift.module.js';
import { HealthModule } from '../health/health.module.js';
import { RiskModule } from '../risk/risk.module.js';
import { TelemetryModule } from '../telemetry/telemetry.module.js';
import { AlertListService } from './alert-list.service.js';
import { AlertsController } from './alerts.controller.js';
import { DashboardController } from './dashboard.controller.js';
import { DashboardService } from './dashboard.service.js';
import { EventsController } from './events.controller.js';
import { EventsExportController } from './events-export.controller.js';
import { EventsService } from './events.service.js';
import { ExportsService } from './exports.service.js';
import { ExportAudit } from './export-audit.service.js';
import { LiveController } from './live.controller.js';
import { LiveFeedsService } from './live-feeds.service.js';
import { LiveService } from './live.service.js';
import { ModelsController } from './models.controller.js';
import { ModelsService } from './models.service.js';
import { ReadTurns } from './read-turns.interceptor.js';
import { TimeSeriesController } from './time-series.controller.js';
import { TimeSeriesService } from './time-series.service.js';

/** The read side. */
@Module({
  imports: [AlertsModule, AuthModule, DriftModule, HealthModule, RiskModule, TelemetryModule],
  // The export stands before the events, whose ids its path could be one of.
  controllers: [
    AlertsController,
    DashboardController,
    EventsExportController,
    EventsController,
    LiveController,
    ModelsController,
    TimeSeriesController,
  ],
  providers: [
    AlertListService,
    DashboardService,
    EventsService,
    ExportsService,
    ExportAudit,
    LiveFeedsService,
    LiveService,
    ModelsService,
    TimeSeriesService,
    { provide: APP_INTERCEPTOR, useClass: ReadTurns },
  ],
})
export class DashboardModule {}
