import { Injectable } from '@nestjs/common';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { NotFound } from '../platform/errors/app-error.js';
import { BaselineVersionsStore } from './baseline-versions.store.js';
import { DriftEpisodesStore } from './drift-episodes.store.js';
import type { DriftEpisode } from './drift.facts.js';
import { type BaselineView, type DriftState, modelState, type SignalView, signalViews } from './drift-view.js';
import type { ModelWatch } from './model-watch.js';
import { ModelWatchesStore } from './model-watches.store.js';

/** Episodes and versions shown beside what is now. */
const SHOWN = 20;
const MAX_VERSIONS = 100;

/** How a model is now. */
export interface DriftView {
  readonly state: DriftState;
  readonly signals: readonly SignalView[];
  /** The newest first. */
  readonly episodes: readonly DriftEpisode[];
}

/** Drift and baselines of models, for display. */
@Injectable()
export class DriftViewsService {
  constructor(
    private readonly watches: ModelWatchesStore,
    private readonly stored: DriftEpisodesStore,
    private readonly versions: BaselineVersionsStore,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound where no bucket of the model was counted yet */
  async drift(orgId: OrgId, modelName: string): Promise<DriftView> {
    const watches = await this.found(orgId, modelName);
    const nowMs = this.clock.now().getTime();
    const signals = watches.flatMap((watch) => signalViews(watch, nowMs));
    const episodes = await this.stored.ofModel(orgId, modelName, { before: null, limit: SHOWN });
    return { state: modelState(signals), signals, episodes };
  }

  /** @returns the newest first */
  async episodes(
    orgId: OrgId,
    modelName: string,
    page: { readonly before: Date | null; readonly limit: number },
  ): Promise<DriftEpisode[]> {
    return this.stored.ofModel(orgId, modelName, page);
  }

  /** @throws NotFound where no bucket of the model was counted yet */
  async baseline(orgId: OrgId, modelName: string): Promise<BaselineView> {
    const watches = await this.found(orgId, modelName);
    return { watches, versions: await this.versions.newest(orgId, modelName, MAX_VERSIONS) };
  }

  private async found(orgId: OrgId, modelName: string): Promise<ModelWatch[]> {
    const watches = await this.watches.ofModel(orgId, modelName);
    if (watches.length === 0) throw new NotFound('Model');
    return watches;
  }
}
