import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '../auth/caller.decorator.js';
import { RequiresScope } from '../auth/scope.decorator.js';
import { ApiProblems } from '../platform/openapi/api-problems.decorator.js';
import { CustomPatternsIn, CustomPatternsOut } from './custom-patterns.dto.js';
import { RiskAudit } from './risk-audit.service.js';
import { RiskPoliciesService } from './risk-policies.service.js';
import { toPatternsOut } from './risk.mapper.js';

/** What an organization looks for beside what the classifier knows. */
@ApiTags('Risk')
@ApiBearerAuth()
@RequiresScope('admin')
@Controller('risk/patterns')
export class CustomPatternsController {
  constructor(
    private readonly policies: RiskPoliciesService,
    private readonly audit: RiskAudit,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The patterns of your own.' })
  @ApiOkResponse({ type: CustomPatternsOut })
  @ApiProblems(400, 401, 403, 503)
  async read(@CurrentCaller() caller: Caller): Promise<CustomPatternsOut> {
    return toPatternsOut(await this.policies.of(caller.orgId));
  }

  @Put()
  @ApiOperation({
    summary: 'Set the patterns of your own.',
    description:
      'They count beside the classifier (policy `calibrated`, `POST /risk/classify`) from the next call on, within two seconds on ' +
      'every server. They read the first 8,000 characters of a text as it is written, and nothing is masked by them.',
  })
  @ApiOkResponse({ type: CustomPatternsOut })
  @ApiProblems(400, 401, 403, 413, 415, 422, 503)
  async set(@CurrentCaller() caller: Caller, @Body() { patterns }: CustomPatternsIn): Promise<CustomPatternsOut> {
    const wanted = patterns.map(({ name, pattern, about, strength }) => ({ name, pattern, about, strength }));
    const before = await this.policies.stored(caller.orgId);
    const after = await this.policies.setPatterns(caller.orgId, wanted);
    await this.audit.patternsSet(caller, before, after);
    return toPatternsOut(after);
  }
}
