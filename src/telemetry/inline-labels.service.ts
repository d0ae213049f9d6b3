import { Injectable, Logger } from '@nestjs/common';
import type { OrgId } from '../lib/org-id.js';
import type { EventList, Verdict } from './telemetry.facts.js';

/** Judges events before they are stored.
 * @returns a verdict an event, in their order; null for events that can't be judged yet */
export type Labeller = (orgId: OrgId, list: EventList) => Promise<readonly Verdict[] | null>;

/** Labels events before they are inserted, which saves the update that would label them afterwards: where the room that can
 * judge them offers to. It is of a higher rank, so it comes here instead of being called. */
@Injectable()
export class InlineLabelsService {
  private readonly logger = new Logger(InlineLabelsService.name);
  private labeller: Labeller | null = null;

  /** Offers a labeller, from now on. */
  use(labeller: Labeller): void {
    this.labeller = labeller;
  }

  /** @returns null where the listeners are to label these events afterwards: nobody judges such events here, or one of them
   *   can't be judged. Alone among its batch mates it is found afterwards; here it would refuse them all. */
  async verdictsOf(orgId: OrgId, list: EventList): Promise<readonly Verdict[] | null> {
    try {
      return (await this.labeller?.(orgId, list)) ?? null;
    } catch (error) {
      this.logger.error({ msg: 'a batch could not be labelled before it is stored', kind: list.kind, err: error });
      return null;
    }
  }
}
