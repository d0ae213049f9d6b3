import { Injectable } from '@nestjs/common';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { AppConfig } from '../platform/config/app-config.js';
import { ValidationFailed } from '../platform/errors/app-error.js';
import { TelemetryService } from '../telemetry/telemetry.service.js';
import { type LlmDraft, llmEventOf, type MlDraft, mlEventOf } from './event-drafts.js';
import { llmFaults, type LimitFault, mlFaults } from './event-limits.js';
import { toFault } from './ingest.mapper.js';

/** Takes batches: checks them against the limits, then hands them to the one accept path. */
@Injectable()
export class IngestService {
  constructor(
    private readonly telemetry: TelemetryService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** @returns how many predictions were stored: all of them
   * @throws ValidationFailed naming every field over a limit; nothing is stored then */
  async acceptMl(orgId: OrgId, drafts: readonly MlDraft[]): Promise<number> {
    const now = this.clock.now();
    refuseFaulty(drafts, (draft) => mlFaults(draft, this.config, now));
    return this.telemetry.accept(orgId, { kind: 'ml', events: drafts.map((draft) => mlEventOf(draft, now)) });
  }

  /** @returns how many calls were stored: all of them
   * @throws ValidationFailed naming every field over a limit; nothing is stored then */
  async acceptLlm(orgId: OrgId, drafts: readonly LlmDraft[]): Promise<number> {
    const now = this.clock.now();
    refuseFaulty(drafts, (draft) => llmFaults(draft, this.config, now));
    return this.telemetry.accept(orgId, { kind: 'llm', events: drafts.map((draft) => llmEventOf(draft, now)) });
  }
}

function refuseFaulty<Draft>(drafts: readonly Draft[], faultsOf: (draft: Draft) => LimitFault[]): void {
  const faults = drafts.flatMap((draft, index) => faultsOf(draft).map((fault) => toFault(fault, index)));
  if (faults.length > 0) throw new ValidationFailed(faults);
}
