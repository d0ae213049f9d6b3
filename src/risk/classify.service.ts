import { Injectable } from '@nestjs/common';
import type { OrgId } from '../lib/org-id.js';
import { Pace } from '../lib/pace.js';
import { AppConfig } from '../platform/config/app-config.js';
import { type Fault, ValidationFailed } from '../platform/errors/app-error.js';
import { type Classification, classify } from './classification.js';
import type { KnownCall } from './custom-evidence.js';
import { RiskPoliciesService } from './risk-policies.service.js';

/** Characters that are classified before others get their turn, and what a call costs beside its characters. */
const CHARS_A_TURN = 25_000;
const CHARS_A_CALL = 2000;

/** Says what calls of language models are worth before they are made. Stores nothing. */
@Injectable()
export class ClassifyService {
  constructor(
    private readonly policies: RiskPoliciesService,
    private readonly config: AppConfig,
  ) {}

  /** Classifies calls, in their order.
   * @param at where they stand in the request, to name a faulty one
   * @throws ValidationFailed where a text is longer than an event's may be */
  async classify(
    orgId: OrgId,
    calls: readonly KnownCall[],
    at: (index: number) => Fault['loc'],
  ): Promise<Classification[]> {
    const faults = calls.flatMap((call, index) => this.tooLong(call, at(index)));
    if (faults.length > 0) throw new ValidationFailed(faults);
    const policy = await this.policies.of(orgId);
    const found: Classification[] = [];
    const pace = new Pace(CHARS_A_TURN);
    for (const call of calls) {
      found.push(await classify(call, policy));
      await pace.spend(CHARS_A_CALL + call.prompt.length + call.response.length);
    }
    return found;
  }

  private tooLong(call: KnownCall, loc: Fault['loc']): Fault[] {
    const { maxTextChars } = this.config;
    return (['prompt', 'response'] as const)
      .filter((part) => call[part].length > maxTextChars)
      .map((part) => ({
        loc: [...loc, part],
        code: 'max_length',
        msg: `must be at most ${maxTextChars} characters long`,
      }));
  }
}
