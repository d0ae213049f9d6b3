import { Injectable } from '@nestjs/common';
import { EventBus } from '../platform/event-bus.js';
import { driftEpisode } from './drift-episode.js';
import { DriftEpisodesStore } from './drift-episodes.store.js';
import { DriftEpisodesChanged } from './drift.facts.js';
import type { ModelWatch } from './model-watch.js';
import type { EpisodeChange } from './watched-signal.js';

/** Writes episodes down and announces them: before what is remembered of the model says so, because that is what keeps
 * them from being found again. */
@Injectable()
export class DriftAnnouncer {
  constructor(
    private readonly episodes: DriftEpisodesStore,
    private readonly bus: EventBus,
  ) {}

  /** @throws what a listener throws: nothing must be remembered then */
  async announce(watch: ModelWatch, changes: readonly EpisodeChange[]): Promise<void> {
    if (changes.length === 0) return;
    // One of them may open and end at once, when much is looked at in one go: what comes last counts.
    const byId = new Map(changes.map((change) => driftEpisode(watch, change)).map((episode) => [episode.id, episode]));
    const episodes = [...byId.values()];
    await this.episodes.save(watch.orgId, episodes);
    await this.bus.publish(new DriftEpisodesChanged(watch.orgId, episodes));
  }
}
