import { Module } from '@nestjs/common';
import { AcceptLogService } from './accept-log.service.js';
import { ActiveModelsService } from './active-models.service.js';
import { AnnouncerService } from './announcer.service.js';
import { DeadLettersController } from './dead-letters.controller.js';
import { DrainService } from './drain.service.js';
import { InlineLabelsService } from './inline-labels.service.js';
import { EventScreensService } from './event-screens.service.js';
import { LatencyWindowsService } from './latency-windows.service.js';
import { PipelineService } from './pipeline.service.js';
import { RetentionService } from './retention.service.js';
import { RollupLevelsService } from './rollup-levels.service.js';
import { RollupRecountService } from './rollup-recount.service.js';
import { RollupRefreshService } from './rollup-refresh.service.js';
import { RollupsService } from './rollups.service.js';
import { SignalsService } from './signals.service.js';
import { SweeperService } from './sweeper.service.js';
import { TelemetryStoresModule } from './telemetry-stores.module.js';
import { TelemetryService } from './telemetry.service.js';
import { WorkQueueService } from './work-queue.service.js';

/** Events from accepted to done: their stores, the pipeline, the sweeper, roll-ups. */
@Module({
  imports: [TelemetryStoresModule],
  controllers: [DeadLettersController],
  providers: [
    AcceptLogService,
    ActiveModelsService,
    AnnouncerService,
    DrainService,
    InlineLabelsService,
    EventScreensService,
    LatencyWindowsService,
    PipelineService,
    RetentionService,
    RollupLevelsService,
    RollupRecountService,
    RollupRefreshService,
    RollupsService,
    SignalsService,
    SweeperService,
    TelemetryService,
    WorkQueueService,
  ],
  exports: [
    TelemetryStoresModule,
    ActiveModelsService,
    DrainService,
    EventScreensService,
    InlineLabelsService,
    LatencyWindowsService,
    TelemetryService,
  ],
})
export class TelemetryModule {}
