import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '../auth/caller.decorator.js';
import { RequiresScope } from '../auth/scope.decorator.js';
import { ApiProblems } from '../platform/openapi/api-problems.decorator.js';
import { instantOf } from './events.mapper.js';
import { ModelDetailOut, ModelIn } from './model-detail.dto.js';
import { toModelDetailOut } from './model-detail.mapper.js';
import { ModelsService } from './models.service.js';
import { SpanIn } from './page.dto.js';

/** Models, one by one. */
@ApiTags('Models')
@ApiBearerAuth()
@RequiresScope('read')
@Controller('models')
export class ModelsController {
  constructor(private readonly models: ModelsService) {}

  @Get(':model_name')
  @ApiOperation({
    summary: 'A model: latency, volume and labels, lately and of all time; its drift and baseline.',
    description:
      '`recent` is the last day, or from `from` to `to`. From roll-ups alone, about two seconds behind events.',
  })
  @ApiOkResponse({ type: ModelDetailOut })
  @ApiProblems(400, 401, 403, 404, 422, 503)
  async one(
    @CurrentCaller() { orgId }: Caller,
    @Param() { model_name }: ModelIn,
    @Query() query: SpanIn,
  ): Promise<ModelDetailOut> {
    const [from, to] = [instantOf(query.from), instantOf(query.to)];
    const span = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    return toModelDetailOut(model_name, await this.models.detail(orgId, model_name, span));
  }
}
