import { Injectable } from '@nestjs/common';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { NotFound } from '../platform/errors/app-error.js';
import { EventsStore } from '../telemetry/events.store.js';
import { assessCall } from './assess-call.js';
import { customEvidence, withCustomEvidence } from './custom-evidence.js';
import { type Lesson, lessonOf } from './feedback.js';
import { RiskPoliciesService } from './risk-policies.service.js';

/** Learns from calls that were flagged by mistake. */
@Injectable()
export class FeedbackService {
  constructor(
    private readonly events: EventsStore,
    private readonly policies: RiskPoliciesService,
    private readonly clock: Clock,
  ) {}

  /** Notes that a call was harmless, and allows what flagged it from the next classification on. Its label stays.
   * @throws NotFound where the organization has no such call */
  async markBenign(orgId: OrgId, eventId: string, scope: 'text' | 'rule'): Promise<Lesson> {
    const found = await this.events.byIds(orgId, 'llm', [eventId]);
    const event = found.kind === 'llm' ? found.events[0] : undefined;
    if (event === undefined) throw new NotFound('Event');
    const { customRules } = await this.policies.of(orgId);
    const assessment = withCustomEvidence(
      assessCall(event, { masked: event.masked }),
      await customEvidence(event, customRules),
    );
    const lesson = lessonOf(assessment, event, scope);
    if (lesson.allowances.length > 0) await this.policies.allow(orgId, lesson.allowances);
    await this.events.markBenign(orgId, eventId, this.clock.now());
    return lesson;
  }
}
