import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '../auth/caller.decorator.js';
import { RequiresScope } from '../auth/scope.decorator.js';
import { parseInstant } from '../lib/instant.js';
import { ApiProblems } from '../platform/openapi/api-problems.decorator.js';
import { DriftViewsService } from './drift-views.service.js';
import { DriftEpisodesOut, EpisodesQueryIn, ModelDriftOut } from './model-drift.dto.js';
import { toEpisodeOut, toSignalOut } from './model-drift.mapper.js';
import { ModelNameIn } from './model-name.dto.js';

/** Drift of models, signal by signal. */
@ApiTags('Models')
@ApiBearerAuth()
@RequiresScope('read')
@Controller('models')
export class ModelDriftController {
  constructor(private readonly views: DriftViewsService) {}

  @Get(':model_name/drift')
  @ApiOperation({
    summary: 'How the signals of a model are, held against their baselines, and its latest episodes.',
    description:
      'Signals are counted in buckets of five minutes of event time, complete a minute after each is over; a large change is seen before. Without traffic they are stale ' +
      'after 20 minutes, and after an hour nothing stays open.',
  })
  @ApiOkResponse({ type: ModelDriftOut })
  @ApiProblems(400, 401, 403, 404, 422, 503)
  async drift(@CurrentCaller() { orgId }: Caller, @Param() { model_name }: ModelNameIn): Promise<ModelDriftOut> {
    const { state, signals, episodes } = await this.views.drift(orgId, model_name);
    return { model_name, state, signals: signals.map(toSignalOut), episodes: episodes.map(toEpisodeOut) };
  }

  @Get(':model_name/drift/episodes')
  @ApiOperation({ summary: 'Episodes of drift of a model, open and past, the newest first. Kept 180 days.' })
  @ApiOkResponse({ type: DriftEpisodesOut })
  @ApiProblems(400, 401, 403, 422, 503)
  async episodes(
    @CurrentCaller() { orgId }: Caller,
    @Param() { model_name }: ModelNameIn,
    @Query() { limit, before }: EpisodesQueryIn,
  ): Promise<DriftEpisodesOut> {
    const page = { limit, before: before === undefined ? null : parseInstant(before) };
    return { episodes: (await this.views.episodes(orgId, model_name, page)).map(toEpisodeOut) };
  }
}
