import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { OrgId } from '../lib/org-id.js';
import { paced } from '../lib/pace.js';
import { EventScreensService } from '../telemetry/event-screens.service.js';
import type { EventList, LlmEvent } from '../telemetry/telemetry.facts.js';
import { maskCall } from './mask.js';
import { RiskPoliciesService } from './risk-policies.service.js';
import type { Masking } from './risk-policy.js';

/** Masks calls of language models before they are stored, whatever way they came. */
@Injectable()
export class MaskingService implements OnModuleInit {
  constructor(
    private readonly screens: EventScreensService,
    private readonly policies: RiskPoliciesService,
  ) {}

  onModuleInit(): void {
    this.screens.add((orgId, list) => this.mask(orgId, list));
  }

  private async mask(orgId: OrgId, list: EventList): Promise<EventList> {
    if (list.kind !== 'llm') return list;
    const { masking } = await this.policies.of(orgId);
    if (masking === 'off') return list;
    return { kind: 'llm', events: await paced(list.events, (event) => masked(event, masking)) };
  }
}

function masked(event: LlmEvent, masking: Masking): LlmEvent {
  const { prompt, response, masked } = maskCall(event, masking);
  return masked.length === 0 ? event : { ...event, prompt, response, masked };
}
