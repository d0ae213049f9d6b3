import { type DynamicModule, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { AlertsModule } from './alerts/alerts.module.js';
import { AuthModule } from './auth/auth.module.js';
import { DashboardModule } from './dashboard/dashboard.module.js';
import { DriftModule } from './drift/drift.module.js';
import { HealthModule } from './health/health.module.js';
import { IngestModule } from './ingest/ingest.module.js';
import type { AppConfig } from './platform/config/app-config.js';
import { PlatformModule } from './platform/platform.module.js';
import { MetricsServer } from './platform/probes/metrics-server.js';
import { RiskModule } from './risk/risk.module.js';
import { TelemetryModule } from './telemetry/telemetry.module.js';

const ROOMS = [
  AuthModule,
  TelemetryModule,
  IngestModule,
  DriftModule,
  RiskModule,
  HealthModule,
  AlertsModule,
  DashboardModule,
];

/** The server: every room, and the clockwork that runs periodic jobs. Your own module goes into the list of rooms. */
@Module({})
export class AppModule {
  static forRoot(config: AppConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [PlatformModule.forRoot(config), ScheduleModule.forRoot(), ...ROOMS],
      providers: [MetricsServer],
    };
  }
}
