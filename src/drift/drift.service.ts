import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Coalescer } from '../lib/coalescer.js';
import { MINUTE_MS } from '../lib/duration.js';
import { groupBy } from '../lib/group-by.js';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { EventBus, On } from '../platform/event-bus.js';
import { type MlEvent, MlEventsStored, RollupsRefreshed } from '../telemetry/telemetry.facts.js';
import { DriftAssessor } from './drift-assessor.service.js';
import { DriftMetricsStore } from './drift-metrics.store.js';
import { DriftWindowsService } from './drift-windows.service.js';
import { type DriftAssessment, DriftAssessed } from './drift.facts.js';

/** Keeps drift scores up to date: with every batch, and every minute without one. */
@Injectable()
export class DriftService {
  private readonly logger = new Logger(DriftService.name);
  /** Batches that arrive together share one assessment: it reads a window, not a batch. */
  private readonly assessments = new Coalescer<DriftAssessment>();
  /** When the events of the batches that wait for an assessment happened, by model. */
  private readonly waiting = new Map<string, Date[]>();

  constructor(
    private readonly assessor: DriftAssessor,
    private readonly metrics: DriftMetricsStore,
    private readonly windows: DriftWindowsService,
    private readonly bus: EventBus,
    private readonly clock: Clock,
  ) {}

  /** Assesses the models of a batch, with its events counted, and hands the events on. */
  @On(MlEventsStored)
  async assessBatch({ orgId, events }: MlEventsStored): Promise<void> {
    const byModel = groupBy(events, (event) => event.modelName);
    const assessments = await Promise.all(
      [...byModel].map(([modelName, own]) => this.assess(orgId, modelName, times(own))),
    );
    await this.bus.publish(new DriftAssessed(orgId, assessments, events));
  }

  /** Roll-ups have caught up: busy models, whose scores were provisional, are assessed again. */
  @On(RollupsRefreshed)
  async catchUp({ orgId }: RollupsRefreshed): Promise<void> {
    for (const modelName of this.windows.provisional(orgId)) await this.assessAlone(orgId, modelName);
  }

  /** Runs by itself every minute: windows move on, also without traffic. */
  @Interval(MINUTE_MS)
  async assessActiveModels(): Promise<void> {
    try {
      for (const { orgId, modelName } of await this.metrics.activeModels(this.clock.now())) {
        await this.assessAlone(orgId, modelName);
      }
    } catch (error) {
      this.logger.warn({ msg: 'drift not recomputed, the next run tries again', err: error });
    }
  }

  private async assessAlone(orgId: OrgId, modelName: string): Promise<void> {
    await this.bus.publish(new DriftAssessed(orgId, [await this.assess(orgId, modelName, [])], []));
  }

  /** @param unlabelled times of events that are stored and wait for their labels */
  private async assess(orgId: OrgId, modelName: string, unlabelled: readonly Date[]): Promise<DriftAssessment> {
    const key = `${orgId} ${modelName}`;
    this.waiting.set(key, [...(this.waiting.get(key) ?? []), ...unlabelled]);
    return this.assessments.run(key, () => {
      const joined = this.waiting.get(key) ?? [];
      this.waiting.delete(key);
      return this.assessor.assess(orgId, modelName, joined);
    });
  }
}

function times(events: readonly MlEvent[]): Date[] {
  return events.map(({ timestamp }) => timestamp);
}
