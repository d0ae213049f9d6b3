import { Module } from '@nestjs/common';
import { DriftModule } from '../drift/drift.module.js';
import { TelemetryModule } from '../telemetry/telemetry.module.js';
import { InlineRiskService } from './inline-risk.service.js';
import { RiskService } from './risk.service.js';

/** Labels of events. */
@Module({ imports: [DriftModule, TelemetryModule], providers: [InlineRiskService, RiskService] })
export class RiskModule {}
