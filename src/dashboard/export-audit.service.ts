import { Injectable } from '@nestjs/common';
import { AuditService } from '../auth/audit.service.js';
import type { Caller } from '../auth/caller.decorator.js';

/** What is taken away. */
export interface ExportKind {
  readonly kind: string;
  readonly format: string;
  /** Names of the filters that narrow it. */
  readonly filters: readonly string[];
}

/** Audits exports: when one begins, and how many events it took when it ends. */
@Injectable()
export class ExportAudit {
  constructor(private readonly audit: AuditService) {}

  /** Remembers that an export begins; to be called before its first event is sent.
   * @returns hands its events on and counts them: remembers their number when the last was taken or the client went
   * away */
  async begin(
    caller: Pick<Caller, 'orgId' | 'clientId'>,
    { kind, format, filters }: ExportKind,
  ): Promise<<Event>(events: AsyncIterable<Event>) => AsyncIterable<Event>> {
    const details = { kind, format, filters: filters.join(' ') };
    await this.audit.recordRequest(caller, 'export_started', details);
    return (events) =>
      counted(events, async (count, outcome) =>
        this.audit.recordRequest(caller, 'export_ended', { kind, format, events: count, outcome }),
      );
  }
}

async function* counted<Event>(
  events: AsyncIterable<Event>,
  onEnd: (count: number, outcome: 'complete' | 'broken_off') => Promise<void>,
): AsyncGenerator<Event> {
  let count = 0;
  let outcome: 'complete' | 'broken_off' = 'broken_off';
  try {
    for await (const event of events) {
      count++;
      yield event;
    }
    outcome = 'complete';
  } finally {
    await onEnd(count, outcome);
  }
}
