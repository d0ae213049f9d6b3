import { Injectable } from '@nestjs/common';
import { type DriftEpisode, DriftEpisodesChanged } from '../drift/drift.facts.js';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { On } from '../platform/event-bus.js';
import { AlertDeliveryService } from './alert-delivery.service.js';
import { episodeAlert } from './alert-rules.js';
import { EpisodeAlertsStore } from './episode-alerts.store.js';

/** Raises one alert an episode of drift, and resolves it when the episode has ended. */
@Injectable()
export class EpisodeAlertsService {
  constructor(
    private readonly alerts: EpisodeAlertsStore,
    private readonly delivery: AlertDeliveryService,
    private readonly clock: Clock,
  ) {}

  @On(DriftEpisodesChanged)
  async watchEpisodes({ orgId, episodes }: DriftEpisodesChanged): Promise<void> {
    for (const episode of episodes) await this.settle(orgId, episode);
  }

  private async settle(orgId: OrgId, episode: DriftEpisode): Promise<void> {
    const now = this.clock.now();
    const raised = await this.alerts.raise(orgId, episode.id, { draft: episodeAlert(episode), now });
    if (raised !== null) await this.delivery.deliver([raised]);
    if (episode.ended !== null) await this.alerts.resolve(orgId, episode.id, now);
  }
}
