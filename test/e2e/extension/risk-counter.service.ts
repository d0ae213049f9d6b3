import { Injectable } from '@nestjs/common';
import { On } from '../../../src/platform/event-bus.js';
import { RiskAssessed } from '../../../src/risk/risk.facts.js';

/** Counts risky events by organization, as an example of a listener in a module of one's own. */
@Injectable()
export class RiskCounterService {
  private readonly counts = new Map<string, number>();

  /** May be called again with the same events after a crash: a real listener would remember their ids. */
  @On(RiskAssessed)
  async count({ orgId, labels }: RiskAssessed): Promise<void> {
    const risky = labels.filter(({ riskLabel }) => riskLabel === 'risky').length;
    this.counts.set(orgId, this.riskyOf(orgId) + risky);
  }

  /** @returns risky events of an organization since the start */
  riskyOf(orgId: string): number {
    return this.counts.get(orgId) ?? 0;
  }
}
