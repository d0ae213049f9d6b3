import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '../auth/caller.decorator.js';
import { RequiresScope } from '../auth/scope.decorator.js';
import { parseInstant } from '../lib/instant.js';
import { ApiProblems } from '../platform/openapi/api-problems.decorator.js';
import { HealthViewsService } from './health-views.service.js';
import { HealthHistoryIn, HealthHistoryOut, ModelHealthsOut } from './health.dto.js';

/** The health of models, and of the past. */
@ApiTags('Dashboard')
@ApiBearerAuth()
@RequiresScope('read')
@Controller('dashboard/health')
export class HealthController {
  constructor(private readonly views: HealthViewsService) {}

  @Get('models')
  @ApiOperation({
    summary: 'Health of each model of which something was measured in the last 15 minutes, the worst first.',
    description: 'As the health of the organization, had it no other model.',
  })
  @ApiOkResponse({ type: ModelHealthsOut })
  @ApiProblems(400, 401, 403, 503)
  async models(@CurrentCaller() caller: Caller): Promise<ModelHealthsOut> {
    const models = (await this.views.models(caller.orgId)).map((model) => ({
      model_name: model.modelName,
      score: model.score,
      drift_penalty: model.driftPenalty,
      latency_penalty: model.latencyPenalty,
      drift_score: model.driftPct,
      llm_mean_latency_ms: model.llmMeanLatencyMs,
    }));
    return { models };
  }

  @Get('history')
  @ApiOperation({
    summary: 'Health scores of the past, the oldest first.',
    description:
      'The lowest score of every five minutes; of a long range, of longer steps: at most 1,000. Kept 90 days.',
  })
  @ApiOkResponse({ type: HealthHistoryOut })
  @ApiProblems(400, 401, 403, 422, 503)
  async past(@CurrentCaller() caller: Caller, @Query() range: HealthHistoryIn): Promise<HealthHistoryOut> {
    const from = instantOf(range.from);
    const to = instantOf(range.to);
    const points = (await this.views.past(caller.orgId, { from, to })).map((point) => ({
      at: point.at.toISOString(),
      score: point.score,
      drift_penalty: point.driftPenalty,
      latency_penalty: point.latencyPenalty,
      worst_model: point.worstModel,
      state: point.state,
    }));
    return { points };
  }
}

function instantOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : (parseInstant(text) ?? undefined);
}
