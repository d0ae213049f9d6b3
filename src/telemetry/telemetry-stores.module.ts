import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AuthModule } from '../auth/auth.module.js';
import { ActiveModelDocument, ActiveModelSchema } from './active-model.schema.js';
import { ActiveModelsStore } from './active-models.store.js';
import { BatchDocument, BatchSchema } from './batch.schema.js';
import { BatchesStore } from './batches.store.js';
import { DeadLettersService } from './dead-letters.service.js';
import { DeadLettersStore } from './dead-letters.store.js';
import { EventCollections } from './event-collections.store.js';
import { EventReadsStore } from './event-reads.store.js';
import { EventsStore } from './events.store.js';
import { LabelsStore } from './labels.store.js';
import { LlmEventDocument, LlmEventSchema } from './llm-event.schema.js';
import { MlEventDocument, MlEventSchema } from './ml-event.schema.js';
import { RecountsStore } from './recounts.store.js';
import { RollupBucketsStore } from './rollup-buckets.store.js';
import { RollupCollections } from './rollup-collections.store.js';
import { DayRollupSchema, ROLLUP_COLLECTIONS, RollupSchema } from './rollup.schema.js';
import { RollupSeriesStore } from './rollup-series.store.js';
import { RollupsStore } from './rollups.store.js';
import { SignalCountsService } from './signal-counts.service.js';
import { SignalEventsStore } from './signal-events.store.js';
import { SignalRollupDocument, SignalRollupSchema } from './signal-rollup.schema.js';
import { SignalRollupsStore } from './signal-rollups.store.js';
import { SignalVerifyService } from './signal-verify.service.js';
import { UpgradeDocument, UpgradeSchema } from './upgrade.schema.js';
import { UpgradesStore } from './upgrades.store.js';
import { VerifiableDays } from './verifiable-days.service.js';
import { VerifyService } from './verify.service.js';

const STORES = [
  ActiveModelsStore,
  BatchesStore,
  DeadLettersStore,
  EventCollections,
  EventReadsStore,
  EventsStore,
  LabelsStore,
  RecountsStore,
  RollupsStore,
  RollupBucketsStore,
  RollupCollections,
  RollupSeriesStore,
  SignalEventsStore,
  SignalRollupsStore,
  UpgradesStore,
];
const SERVICES = [DeadLettersService, SignalCountsService, SignalVerifyService, VerifiableDays, VerifyService];

/** What is stored of events, and its verification. Nothing in it does anything by itself, so that a tool can look at the
 * data beside a running server. */
@Module({
  imports: [
    AuthModule,
    MongooseModule.forFeature([
      { name: MlEventDocument.name, schema: MlEventSchema },
      { name: LlmEventDocument.name, schema: LlmEventSchema },
      { name: ActiveModelDocument.name, schema: ActiveModelSchema },
      { name: BatchDocument.name, schema: BatchSchema },
      { name: SignalRollupDocument.name, schema: SignalRollupSchema },
      { name: UpgradeDocument.name, schema: UpgradeSchema },
      ...Object.values(ROLLUP_COLLECTIONS).map((name) => ({
        name,
        collection: name,
        schema: name === ROLLUP_COLLECTIONS.day ? DayRollupSchema : RollupSchema,
      })),
    ]),
  ],
  providers: [...STORES, ...SERVICES],
  exports: [...STORES, ...SERVICES],
})
export class TelemetryStoresModule {}
