import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '../auth/caller.decorator.js';
import { RequiresScope } from '../auth/scope.decorator.js';
import { ApiProblems } from '../platform/openapi/api-problems.decorator.js';
import type { DeadLetter } from './dead-letter.js';
import { type DeadLetterOut, DeadLettersOut, ReplayedOut } from './dead-letters.dto.js';
import { DeadLettersService } from './dead-letters.service.js';

/** Events that could not be processed. */
@ApiTags('Operations')
@ApiBearerAuth()
@ApiProblems(400, 401, 403, 503)
@Controller('dead-letters')
export class DeadLettersController {
  constructor(private readonly letters: DeadLettersService) {}

  @Get()
  @RequiresScope('read')
  @ApiOperation({
    summary: 'Events that could not be processed in full, a label or an alert is missing, until they are replayed.',
  })
  @ApiOkResponse({ type: DeadLettersOut })
  async list(@CurrentCaller() caller: Caller): Promise<DeadLettersOut> {
    return { dead_letters: (await this.letters.list(caller.orgId)).map(toOut) };
  }

  @Post('replay')
  @RequiresScope('admin')
  @HttpCode(200)
  @ApiOperation({ summary: 'Have them processed again, once the cause is mended.' })
  @ApiOkResponse({ type: ReplayedOut })
  @ApiProblems(413, 415)
  async replay(@CurrentCaller() caller: Caller): Promise<ReplayedOut> {
    return { replayed: await this.letters.replay(caller.orgId, caller.clientId) };
  }
}

function toOut(letter: DeadLetter): DeadLetterOut {
  return {
    kind: letter.kind,
    id: letter.eventId,
    model_name: letter.modelName,
    timestamp: letter.timestamp.toISOString(),
    code: letter.code,
    dead_at: letter.at.toISOString(),
  };
}
