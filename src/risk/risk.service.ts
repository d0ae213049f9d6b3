import { Injectable } from '@nestjs/common';
import { DriftAssessed } from '../drift/drift.facts.js';
import { groupBy } from '../lib/group-by.js';
import type { OrgId } from '../lib/org-id.js';
import { EventBus, On } from '../platform/event-bus.js';
import { Failpoints } from '../platform/failpoints.js';
import { Metrics } from '../platform/probes/metrics.js';
import { LabelsStore } from '../telemetry/labels.store.js';
import { type EventList, LlmEventsStored, type Verdict } from '../telemetry/telemetry.facts.js';
import { JudgeService } from './judge.service.js';
import { RiskAssessed } from './risk.facts.js';

/** Labels events: calls of language models as they arrive, predictions once their models' drift is known. */
@Injectable()
export class RiskService {
  constructor(
    private readonly judge: JudgeService,
    private readonly labels: LabelsStore,
    private readonly bus: EventBus,
    private readonly metrics: Metrics,
    private readonly failpoints: Failpoints,
  ) {}

  @On(LlmEventsStored)
  async judgeCalls({ orgId, events }: LlmEventsStored): Promise<void> {
    const list = { kind: 'llm', events } as const;
    // Those that were labelled before they were stored aren't judged again.
    const isJudged = this.labels.certainOf(list) !== null;
    await this.settle(orgId, list, isJudged ? [] : await this.judge.calls(orgId, events));
  }

  @On(DriftAssessed)
  async judgePredictions(assessed: DriftAssessed): Promise<void> {
    const { orgId, events } = assessed;
    if (events.length === 0) return;
    await this.settle(orgId, { kind: 'ml', events }, await this.judge.predictions(assessed));
  }

  private async settle(orgId: OrgId, list: EventList, verdicts: readonly Verdict[]): Promise<void> {
    const { kind } = list;
    const labels = await this.labels.write(orgId, list, verdicts);
    await this.failpoints.pass('work.labelled');
    for (const [label, own] of groupBy(labels, ({ riskLabel }) => riskLabel)) {
      this.metrics.eventsLabelled.inc({ kind, label }, own.length);
    }
    await this.bus.publish(new RiskAssessed(orgId, kind, labels));
  }
}
