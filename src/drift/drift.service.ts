import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Coalescer } from '../lib/coalescer.js';
import { MINUTE_MS } from '../lib/duration.js';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { EventBus, On } from '../platform/event-bus.js';
import { MlEventsStored } from '../telemetry/telemetry.facts.js';
import { DriftAssessor } from './drift-assessor.service.js';
import { DriftMetricsStore } from './drift-metrics.store.js';
import { type DriftAssessment, DriftAssessed } from './drift.facts.js';

/** Keeps drift scores up to date: with every batch, and every minute without one. */
@Injectable()
export class DriftService {
  private readonly logger = new Logger(DriftService.name);
  /** Batches that arrive together share one assessment: it reads a window, not a batch. */
  private readonly assessments = new Coalescer<DriftAssessment>();

  constructor(
    private readonly assessor: DriftAssessor,
    private readonly metrics: DriftMetricsStore,
    private readonly bus: EventBus,
    private readonly clock: Clock,
  ) {}

  /** Assesses the models of a batch, with its events counted, and hands the events on. */
  @On(MlEventsStored)
  async assessBatch({ orgId, events }: MlEventsStored): Promise<void> {
    const modelNames = [...new Set(events.map((event) => event.modelName))];
    const assessments = await Promise.all(modelNames.map((modelName) => this.assess(orgId, modelName)));
    await this.bus.publish(new DriftAssessed(orgId, assessments, events));
  }

  /** Runs by itself every minute: windows move on, also without traffic. */
  @Interval(MINUTE_MS)
  async assessActiveModels(): Promise<void> {
    try {
      for (const { orgId, modelName } of await this.metrics.activeModels(this.clock.now())) {
        await this.bus.publish(new DriftAssessed(orgId, [await this.assess(orgId, modelName)], []));
      }
    } catch (error) {
      this.logger.warn({ msg: 'drift not recomputed, the next run tries again', err: error });
    }
  }

  /** Assesses one model now. */
  async assess(orgId: OrgId, modelName: string): Promise<DriftAssessment> {
    return this.assessments.run(`${orgId} ${modelName}`, () => this.assessor.assess(orgId, modelName));
  }
}
