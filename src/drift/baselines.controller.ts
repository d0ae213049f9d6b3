import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuditService, type BaselineAction } from '../auth/audit.service.js';
import { type Caller, CurrentCaller } from '../auth/caller.decorator.js';
import { RequiresScope } from '../auth/scope.decorator.js';
import { parseInstant } from '../lib/instant.js';
import { ApiProblems } from '../platform/openapi/api-problems.decorator.js';
import { ModelBaselineOut, BaselinePinIn } from './baselines.dto.js';
import { toBaselineOut } from './baselines.mapper.js';
import { BaselinesService } from './baselines.service.js';
import { DriftViewsService } from './drift-views.service.js';
import { ModelNameIn } from './model-name.dto.js';

/** What is normal for models, signal by signal. */
@ApiTags('Models')
@ApiBearerAuth()
@RequiresScope('admin')
@Controller('models')
export class BaselinesController {
  constructor(
    private readonly baselines: BaselinesService,
    private readonly views: DriftViewsService,
    private readonly audit: AuditService,
  ) {}

  @Get(':model_name/baseline')
  @RequiresScope('read')
  @ApiOperation({
    summary: 'What is normal for the signals of a model, how far that has come, and what it was before.',
  })
  @ApiOkResponse({ type: ModelBaselineOut })
  @ApiProblems(400, 401, 403, 404, 422, 503)
  async read(@CurrentCaller() caller: Caller, @Param() { model_name }: ModelNameIn): Promise<ModelBaselineOut> {
    return this.shown(caller, model_name);
  }

  @Post(':model_name/baseline/reset')
  @HttpCode(200)
  @ApiOperation({ summary: 'Forget what is normal for a model, and learn it from its next five minutes on.' })
  @ApiOkResponse({ type: ModelBaselineOut })
  @ApiProblems(400, 401, 403, 404, 413, 415, 422, 503)
  async reset(@CurrentCaller() caller: Caller, @Param() { model_name }: ModelNameIn): Promise<ModelBaselineOut> {
    await this.baselines.reset(caller.orgId, model_name);
    return this.decided(caller, model_name, 'baseline_reset');
  }

  @Post(':model_name/baseline/accept')
  @HttpCode(200)
  @ApiOperation({ summary: 'Make normal what was in the latest three hours with traffic; open episodes end.' })
  @ApiOkResponse({ type: ModelBaselineOut })
  @ApiProblems(400, 401, 403, 404, 413, 415, 422, 503)
  async accept(@CurrentCaller() caller: Caller, @Param() { model_name }: ModelNameIn): Promise<ModelBaselineOut> {
    await this.baselines.accept(caller.orgId, model_name);
    return this.decided(caller, model_name, 'baseline_accepted');
  }

  @Put(':model_name/baseline/pin')
  @ApiOperation({
    summary: 'Make normal what was in a window of time; open episodes end.',
    description:
      'Of the last seven days. It stays until it is unpinned, reset, accepted anew or pinned to another window.',
  })
  @ApiOkResponse({ type: ModelBaselineOut })
  @ApiProblems(400, 401, 403, 404, 413, 415, 422, 503)
  async pin(
    @CurrentCaller() caller: Caller,
    @Param() { model_name }: ModelNameIn,
    @Body() { from, to }: BaselinePinIn,
  ): Promise<ModelBaselineOut> {
    await this.baselines.pin(caller.orgId, model_name, { from: instantOf(from), to: instantOf(to) });
    return this.decided(caller, model_name, 'baseline_pinned');
  }

  @Delete(':model_name/baseline/pin')
  @ApiOperation({
    summary: 'Take back what was pinned, accepted, or set in the profile; what is normal is learned again.',
  })
  @ApiOkResponse({ type: ModelBaselineOut })
  @ApiProblems(400, 401, 403, 404, 413, 415, 422, 503)
  async unpin(@CurrentCaller() caller: Caller, @Param() { model_name }: ModelNameIn): Promise<ModelBaselineOut> {
    await this.baselines.unpin(caller.orgId, model_name);
    return this.decided(caller, model_name, 'baseline_unpinned');
  }

  private async decided(caller: Caller, model: string, action: BaselineAction): Promise<ModelBaselineOut> {
    await this.audit.recordBaseline(caller.orgId, action, { clientId: caller.clientId, model });
    return this.shown(caller, model);
  }

  private async shown({ orgId }: Caller, modelName: string): Promise<ModelBaselineOut> {
    return toBaselineOut(modelName, await this.views.baseline(orgId, modelName));
  }
}

function instantOf(text: string): Date {
  return parseInstant(text) ?? new Date(Number.NaN);
}
