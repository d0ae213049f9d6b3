import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '../auth/caller.decorator.js';
import { RequiresScope } from '../auth/scope.decorator.js';
import { ApiProblems } from '../platform/openapi/api-problems.decorator.js';
import { FeedbackService } from './feedback.service.js';
import { RiskAudit } from './risk-audit.service.js';
import { FeedbackIn, FeedbackOut } from './risk.dto.js';

/** What was flagged by mistake. */
@ApiTags('Risk')
@ApiBearerAuth()
@RequiresScope('admin')
@Controller('risk')
export class FeedbackController {
  constructor(
    private readonly feedback: FeedbackService,
    private readonly audit: RiskAudit,
  ) {}

  @Post('feedback')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Say that a stored call was harmless.',
    description: 'What flagged it is allowed from the next classification on (policy `calibrated`). Its label stays.',
  })
  @ApiOkResponse({ type: FeedbackOut })
  @ApiProblems(400, 401, 403, 404, 413, 415, 422, 503)
  async markBenign(
    @CurrentCaller() caller: Caller,
    @Body() { event_id, scope = 'text' }: FeedbackIn,
  ): Promise<FeedbackOut> {
    const { allowances, maskedCount } = await this.feedback.markBenign(caller.orgId, event_id, scope);
    await this.audit.feedbackGiven(caller, event_id, { scope, allowed: allowances });
    return { allowed: allowances.length, not_allowed_masked: maskedCount };
  }
}
