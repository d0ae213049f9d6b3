import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { BatchDocument, BatchSchema } from './batch.schema.js';
import { BatchesStore } from './batches.store.js';
import { DrainService } from './drain.service.js';
import { EventCollections } from './event-collections.store.js';
import { EventsStore } from './events.store.js';
import { LlmEventDocument, LlmEventSchema } from './llm-event.schema.js';
import { MlEventDocument, MlEventSchema } from './ml-event.schema.js';
import { PipelineService } from './pipeline.service.js';
import { RecountsStore } from './recounts.store.js';
import { RetentionService } from './retention.service.js';
import { RollupDocument, RollupSchema } from './rollup.schema.js';
import { RollupsService } from './rollups.service.js';
import { RollupsStore } from './rollups.store.js';
import { SweeperService } from './sweeper.service.js';
import { TelemetryService } from './telemetry.service.js';
import { VerifyService } from './verify.service.js';
import { WorkQueueService } from './work-queue.service.js';

/** Events from accepted to done: their stores, the pipeline, the sweeper, roll-ups. */
@Module({
  imports: [
    MongooseModule.forFeature([
      { name: MlEventDocument.name, schema: MlEventSchema },
      { name: LlmEventDocument.name, schema: LlmEventSchema },
      { name: BatchDocument.name, schema: BatchSchema },
      { name: RollupDocument.name, schema: RollupSchema },
    ]),
  ],
  providers: [
    BatchesStore,
    DrainService,
    EventCollections,
    EventsStore,
    PipelineService,
    RecountsStore,
    RetentionService,
    RollupsService,
    RollupsStore,
    SweeperService,
    TelemetryService,
    VerifyService,
    WorkQueueService,
  ],
  exports: [DrainService, EventsStore, RollupsStore, TelemetryService, VerifyService],
})
export class TelemetryModule {}
