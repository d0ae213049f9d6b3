import { Injectable } from '@nestjs/common';
import type { OrgId } from '../lib/org-id.js';
import type { EventList } from './telemetry.facts.js';

/** Looks through events before they are stored, and may take something out of them. Keeps their number, order and ids.
 * What it throws, the sender is told, and nothing is stored. */
export type EventScreen = (orgId: OrgId, list: EventList) => Promise<EventList>;

/** What events of every protocol go through before they are stored. Rooms above join it when the application starts. */
@Injectable()
export class EventScreensService {
  private readonly screens: EventScreen[] = [];

  /** Adds a screen; those added later see what the earlier ones left. */
  add(screen: EventScreen): void {
    this.screens.push(screen);
  }

  /** @returns the events as they are to be stored */
  async apply(orgId: OrgId, list: EventList): Promise<EventList> {
    let screened = list;
    for (const screen of this.screens) screened = await screen(orgId, screened);
    return screened;
  }
}
