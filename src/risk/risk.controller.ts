import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '../auth/caller.decorator.js';
import { RequiresScope } from '../auth/scope.decorator.js';
import { TakesLargeBodies } from '../platform/http/takes-large-bodies.decorator.js';
import { ApiProblems } from '../platform/openapi/api-problems.decorator.js';
import { ClassifyService } from './classify.service.js';
import { RiskAudit } from './risk-audit.service.js';
import { RiskPoliciesService } from './risk-policies.service.js';
import {
  ClassificationOut,
  ClassificationsOut,
  ClassifyBatchIn,
  ClassifyIn,
  RiskPolicyIn,
  RiskPolicyOut,
} from './risk.dto.js';
import { toAskedCall, toPolicyOut } from './risk.mapper.js';

const CLASSIFY =
  'A guard for applications: by the classifier whatever the policy is, less what the organization allows; nothing is stored. ' +
  'Beside it what the formula of the policy `baseline` says.';

/** Risk of calls of language models. */
@ApiTags('Risk')
@ApiBearerAuth()
@Controller('risk')
export class RiskController {
  constructor(
    private readonly policies: RiskPoliciesService,
    private readonly classifier: ClassifyService,
    private readonly audit: RiskAudit,
  ) {}

  @Get('policy')
  @RequiresScope('read')
  @ApiOperation({ summary: 'How events are labelled, and what is masked.' })
  @ApiOkResponse({ type: RiskPolicyOut })
  @ApiProblems(400, 401, 403, 503)
  async policy(@CurrentCaller() caller: Caller): Promise<RiskPolicyOut> {
    return toPolicyOut(await this.policies.of(caller.orgId));
  }

  @Put('policy')
  @RequiresScope('admin')
  @ApiOperation({
    summary: 'Choose how events are labelled, and what is masked.',
    description:
      'Counts for events that come later, within two seconds on every server. Labels that are there stay, and so does ' +
      '`masking` where it is left out.',
  })
  @ApiOkResponse({ type: RiskPolicyOut })
  @ApiProblems(400, 401, 403, 413, 415, 422, 503)
  async setPolicy(@CurrentCaller() caller: Caller, @Body() { policy, masking }: RiskPolicyIn): Promise<RiskPolicyOut> {
    const before = await this.policies.stored(caller.orgId);
    const after = await this.policies.set(caller.orgId, { policy, masking });
    await this.audit.policySet(caller, before, after);
    return toPolicyOut(after);
  }

  @Post('classify')
  @TakesLargeBodies()
  @RequiresScope('ingest')
  @HttpCode(200)
  @ApiOperation({ summary: 'Classify one call without storing it.', description: CLASSIFY })
  @ApiOkResponse({ type: ClassificationOut })
  @ApiProblems(400, 401, 403, 413, 415, 422, 503)
  async classify(@CurrentCaller() caller: Caller, @Body() call: ClassifyIn): Promise<ClassificationOut> {
    const [found] = await this.classifier.classify(caller.orgId, [toAskedCall(call)], () => ['body']);
    return found as ClassificationOut;
  }

  @Post('classify/batch')
  @TakesLargeBodies()
  @RequiresScope('ingest')
  @HttpCode(200)
  @ApiOperation({ summary: 'Classify up to 100 calls without storing them.', description: CLASSIFY })
  @ApiOkResponse({ type: ClassificationsOut })
  @ApiProblems(400, 401, 403, 413, 415, 422, 503)
  async classifyBatch(
    @CurrentCaller() caller: Caller,
    @Body() { calls }: ClassifyBatchIn,
  ): Promise<ClassificationsOut> {
    const results = await this.classifier.classify(caller.orgId, calls.map(toAskedCall), ofBatch);
    return { results };
  }
}

/** Where a call stands in a batch. */
function ofBatch(index: number): readonly (string | number)[] {
  return ['body', 'calls', index];
}
