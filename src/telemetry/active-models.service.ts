import { Injectable } from '@nestjs/common';
import { DAY_MS, HOUR_MS, shifted } from '../lib/duration.js';
import type { OrgId } from '../lib/org-id.js';
import { SerialQueue } from '../lib/serial-queue.js';
import { AppConfig } from '../platform/config/app-config.js';
import { ActiveModelsStore } from './active-models.store.js';

/** So many organizations are remembered; beyond that the database is asked again. */
const MAX_REMEMBERED = 10_000;

/** Bounds how many models an organization can have, by events or by profiles that were set: each costs roll-ups for as
 * long as it sends. Requests that reach several servers at the same moment may pass the bound by what they bring. */
@Injectable()
export class ActiveModelsService {
  /** By organization and model: when that was last noted, Unix milliseconds. */
  private readonly noted = new Map<OrgId, Map<string, number>>();
  /** Of one organization one request is counted at a time. */
  private readonly queue = new SerialQueue();

  constructor(
    private readonly models: ActiveModelsStore,
    private readonly config: AppConfig,
  ) {}

  /** Lets models in as long as there is room.
   * @param names of the models that a request brings; a name may come often
   * @param isAllOrNone whether nothing is noted where one of them is refused
   * @returns the names for which there is no room */
  async admit(
    orgId: OrgId,
    names: readonly string[],
    { now, isAllOrNone }: { now: Date; isAllOrNone: boolean },
  ): Promise<ReadonlySet<string>> {
    if (this.config.maxModels === 0) return NONE;
    const noted = this.noted.get(orgId);
    const fresh = new Set<string>();
    const recentMs = now.getTime() - HOUR_MS;
    for (const name of names) if (!((noted?.get(name) ?? 0) > recentMs)) fresh.add(name);
    if (fresh.size === 0) return NONE;
    return this.queue.take(orgId, async () => this.admitFresh(orgId, [...fresh], { now, isAllOrNone }));
  }

  /** Lets a model have a profile, as long as there is room: it counts from then on, also without events.
   * @returns false where there is none */
  async admitProfile(orgId: OrgId, name: string, now: Date): Promise<boolean> {
    return this.queue.take(orgId, async () => {
      const { maxModels } = this.config;
      const since = this.since(now);
      const isKnown = maxModels === 0 || (await this.models.seen(orgId, [name], since)).length > 0;
      if (!isKnown && (await this.models.count(orgId, since)) >= maxModels) return false;
      await this.models.noteProfile(orgId, name, true);
      return true;
    });
  }

  /** Counts a model that has a profile already, whether or not there is room. */
  async countProfile(orgId: OrgId, name: string): Promise<void> {
    await this.models.noteProfile(orgId, name, true);
  }

  /** Notes that the profile of a model, which was set, is gone. */
  async releaseProfile(orgId: OrgId, name: string): Promise<void> {
    await this.models.noteProfile(orgId, name, false);
  }

  private async admitFresh(
    orgId: OrgId,
    names: readonly string[],
    { now, isAllOrNone }: { now: Date; isAllOrNone: boolean },
  ): Promise<ReadonlySet<string>> {
    const since = this.since(now);
    const known = new Set(await this.models.seen(orgId, names, since));
    const strange = names.filter((name) => !known.has(name));
    const room = strange.length === 0 ? 0 : this.config.maxModels - (await this.models.count(orgId, since));
    const refused = new Set(strange.slice(Math.max(0, room)));
    if (refused.size > 0 && isAllOrNone) return refused;
    const admitted = names.filter((name) => !refused.has(name));
    if (admitted.length > 0) await this.models.note(orgId, admitted, now);
    this.remember(orgId, admitted, now.getTime());
    return refused;
  }

  private since(now: Date): Date {
    return shifted(now, -this.config.retentionDays * DAY_MS);
  }

  private remember(orgId: OrgId, names: readonly string[], nowMs: number): void {
    if (this.noted.size >= MAX_REMEMBERED) this.noted.clear();
    const known = this.noted.get(orgId);
    const own = known === undefined || known.size > 2 * this.config.maxModels ? new Map<string, number>() : known;
    for (const name of names) own.set(name, nowMs);
    this.noted.set(orgId, own);
  }
}

const NONE: ReadonlySet<string> = new Set();
