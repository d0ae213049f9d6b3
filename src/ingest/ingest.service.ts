import { Injectable } from '@nestjs/common';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { AppConfig } from '../platform/config/app-config.js';
import { ValidationFailed } from '../platform/errors/app-error.js';
import { TelemetryService } from '../telemetry/telemetry.service.js';
import { type EventLimits, llmFaults, mlFaults } from './event-limits.js';
import { toLlmEvent, toMlEvent } from './event-mapper.js';
import type { LLMEventIn, MlEventIn } from './ingest.dto.js';

/** Takes batches over REST: checks them against the limits, then hands them to the one accept path. */
@Injectable()
export class IngestService {
  constructor(
    private readonly telemetry: TelemetryService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** @returns how many predictions were stored: all of them
   * @throws ValidationFailed naming every field over a limit; nothing is stored then */
  async acceptMl(orgId: OrgId, events: readonly MlEventIn[]): Promise<number> {
    const now = this.clock.now();
    this.check(events, mlFaults, now);
    return this.telemetry.accept(orgId, { kind: 'ml', events: events.map((event) => toMlEvent(event, now)) });
  }

  /** @returns how many calls were stored: all of them
   * @throws ValidationFailed naming every field over a limit; nothing is stored then */
  async acceptLlm(orgId: OrgId, events: readonly LLMEventIn[]): Promise<number> {
    const now = this.clock.now();
    this.check(events, llmFaults, now);
    return this.telemetry.accept(orgId, { kind: 'llm', events: events.map((event) => toLlmEvent(event, now)) });
  }

  private check<Event>(events: readonly Event[], faultsOf: FaultFinder<Event>, now: Date): void {
    const faults = events.flatMap((event, index) =>
      faultsOf(event, this.config, now).map(({ path, code, msg }) => ({
        loc: ['body', 'events', index, ...path],
        code,
        msg,
      })),
    );
    if (faults.length > 0) throw new ValidationFailed(faults);
  }
}

type FaultFinder<Event> = (event: Event, limits: EventLimits, now: Date) => ReturnType<typeof mlFaults>;
