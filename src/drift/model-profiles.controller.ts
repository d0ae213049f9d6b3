import { Body, Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuditService } from '../auth/audit.service.js';
import { type Caller, CurrentCaller } from '../auth/caller.decorator.js';
import { RequiresScope } from '../auth/scope.decorator.js';
import { NotFound } from '../platform/errors/app-error.js';
import { ApiProblems } from '../platform/openapi/api-problems.decorator.js';
import { ModelNameIn } from './model-name.dto.js';
import { ModelProfileIn, ModelProfileOut } from './model-profiles.dto.js';
import { ModelProfilesService } from './model-profiles.service.js';
import type { ModelProfile } from './model-profile.js';

/** Baselines of models. */
@ApiTags('Models')
@ApiBearerAuth()
@Controller('models')
export class ModelProfilesController {
  constructor(
    private readonly profiles: ModelProfilesService,
    private readonly audit: AuditService,
  ) {}

  @Get(':model_name/profile')
  @RequiresScope('read')
  @ApiOperation({ summary: 'What is normal for a model: learned from its first five minutes, or set.' })
  @ApiOkResponse({ type: ModelProfileOut })
  @ApiProblems(400, 401, 403, 404, 422, 503)
  async read(@CurrentCaller() caller: Caller, @Param() { model_name }: ModelNameIn): Promise<ModelProfileOut> {
    return toOut(await this.profiles.read(caller.orgId, model_name));
  }

  @Put(':model_name/profile')
  @RequiresScope('admin')
  @ApiOperation({ summary: 'Set what is normal for a model, also before its first event.' })
  @ApiOkResponse({ type: ModelProfileOut })
  @ApiProblems(400, 401, 403, 413, 415, 422, 503)
  async set(
    @CurrentCaller() caller: Caller,
    @Param() { model_name }: ModelNameIn,
    @Body() wanted: ModelProfileIn,
  ): Promise<ModelProfileOut> {
    const { baseline_latency_ms: baselineLatencyMs, feature_stats: featureStats = null } = wanted;
    const profile = await this.profiles.set(caller.orgId, model_name, { baselineLatencyMs, featureStats });
    await this.audit.recordRequest(caller, 'profile_set', {
      model: model_name,
      baseline_latency_ms: baselineLatencyMs,
      features: Object.keys(featureStats ?? {}).length,
    });
    return toOut(profile);
  }

  @Delete(':model_name/profile')
  @RequiresScope('admin')
  @ApiOperation({
    summary: 'Forget the profile set by hand; the baseline of the model is learned again.',
    description: 'Answers with what was forgotten. A model without events no longer counts towards MAX_MODELS then.',
  })
  @ApiOkResponse({ type: ModelProfileOut })
  @ApiProblems(400, 401, 403, 404, 413, 415, 422, 503)
  async remove(@CurrentCaller() caller: Caller, @Param() { model_name }: ModelNameIn): Promise<ModelProfileOut> {
    const forgotten = await this.profiles.unset(caller.orgId, model_name);
    if (forgotten === null) throw new NotFound('Profile set by hand');
    await this.audit.recordRequest(caller, 'profile_removed', { model: model_name });
    return toOut(forgotten);
  }
}

function toOut(profile: ModelProfile): ModelProfileOut {
  return {
    model_name: profile.modelName,
    baseline_latency_ms: profile.baselineLatencyMs,
    feature_stats: profile.featureStats,
    source: profile.source,
    created_at: profile.createdAt.toISOString(),
    updated_at: profile.updatedAt.toISOString(),
  };
}
