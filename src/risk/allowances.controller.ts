import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '../auth/caller.decorator.js';
import { RequiresScope } from '../auth/scope.decorator.js';
import { ApiProblems } from '../platform/openapi/api-problems.decorator.js';
import { allowanceOf } from './allowance-wish.js';
import { AllowanceIdIn, AllowanceIn, AllowanceOut, AllowancesOut } from './allowances.dto.js';
import { RiskAudit } from './risk-audit.service.js';
import { RiskPoliciesService } from './risk-policies.service.js';
import { RiskPolicyOut } from './risk.dto.js';
import { toAllowanceOut, toAllowancesOut, toPolicyOut } from './risk.mapper.js';

/** What an organization says is harmless. */
@ApiTags('Risk')
@ApiBearerAuth()
@RequiresScope('admin')
@Controller('risk/allowances')
export class AllowancesController {
  constructor(
    private readonly policies: RiskPoliciesService,
    private readonly audit: RiskAudit,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What is allowed as harmless.', description: 'Texts are known by their hashes only.' })
  @ApiOkResponse({ type: AllowancesOut })
  @ApiProblems(400, 401, 403, 503)
  async list(@CurrentCaller() caller: Caller): Promise<AllowancesOut> {
    return toAllowancesOut(await this.policies.of(caller.orgId));
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Allow a text, or a rule in calls of a model.',
    description: 'Counts from the next classification on, within two seconds on every server (policy `calibrated`).',
  })
  @ApiOkResponse({ type: AllowanceOut })
  @ApiProblems(400, 401, 403, 413, 415, 422, 503)
  async add(@CurrentCaller() caller: Caller, @Body() wish: AllowanceIn): Promise<AllowanceOut> {
    const allowance = allowanceOf({ text: wish.text, rule: wish.rule, modelName: wish.model_name });
    await this.policies.allow(caller.orgId, [allowance]);
    await this.audit.allowanceAdded(caller, allowance);
    return toAllowanceOut(allowance);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Take back one allowance.' })
  @ApiOkResponse({ type: RiskPolicyOut })
  @ApiProblems(400, 401, 403, 404, 413, 415, 422, 503)
  async remove(@CurrentCaller() caller: Caller, @Param() { id }: AllowanceIdIn): Promise<RiskPolicyOut> {
    const before = await this.policies.stored(caller.orgId);
    const after = await this.policies.disallow(caller.orgId, id);
    await this.audit.allowanceRemoved(caller, id, before);
    return toPolicyOut(after);
  }

  @Delete()
  @ApiOperation({ summary: 'Take back everything that was allowed.' })
  @ApiOkResponse({ type: RiskPolicyOut })
  @ApiProblems(400, 401, 403, 413, 415, 503)
  async clear(@CurrentCaller() caller: Caller): Promise<RiskPolicyOut> {
    const before = await this.policies.stored(caller.orgId);
    const after = await this.policies.clearAllowances(caller.orgId);
    await this.audit.allowancesCleared(caller, before);
    return toPolicyOut(after);
  }
}
